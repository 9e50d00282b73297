#pragma once

#include <string>

#include "keratin/config.hpp"

namespace keratin::saving {

/// Throws ValueError where a model that Keras `version` ("2.15.0") wrote has something that means another
/// thing today: before Keras 3, hard_sigmoid was max(0, min(1, 0.2 x + 0.5)).
void refuse_older_meanings(const Config& model, const std::string& version);

/// The config of a model in the form that both Keras 2 and Keras 3 read: with Keras 2's names of arguments,
/// and without those that it lacks where they say nothing new.
Config keras2_config(const Config& model);

}  // namespace keratin::saving
