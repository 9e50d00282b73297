#pragma once

#include <string>

#include "models/trainer.hpp"

namespace keratin::saving {

/// The options that a model was compiled with: `{.optimizer = optimizers::Adam({.beta_1 = 0.5}), .loss =
/// "binary_crossentropy", .metrics = {"accuracy"}}`. Throws ValueError for what is of a user's class.
std::string cpp_compile_options(const Trainer& trainer);

}  // namespace keratin::saving
