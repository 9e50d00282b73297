#pragma once

#include <optional>
#include <string>

#include "keratin/optimizers.hpp"
#include "support/golden.hpp"

namespace keratin::testing {

/// An optimizer of one of Keras's classes with Keras's arguments, and with a schedule instead of the learning
/// rate if one is given.
Identifier<optimizers::Optimizer> make_optimizer(
    const std::string& class_name, const Arguments& arguments,
    const std::optional<optimizers::LearningRate>& schedule = {});

}  // namespace keratin::testing
