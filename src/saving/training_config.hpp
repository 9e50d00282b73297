#pragma once

#include "keratin/config.hpp"

namespace keratin::saving {

/// How a model is compiled, in the form of Keras 2's .h5 files that Keras 3 reads too.
Config training_config(const Config& compile_config);

/// The same as Keras 3's files have it, without the names of losses and metrics that only Keras 2 knows.
Config with_keras3_names(Config compile_config);

}  // namespace keratin::saving
