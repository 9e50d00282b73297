#pragma once

#include "keratin/identifier.hpp"
#include "keratin/optimizers/adadelta.hpp"
#include "keratin/optimizers/adagrad.hpp"
#include "keratin/optimizers/adam.hpp"
#include "keratin/optimizers/adamax.hpp"
#include "keratin/optimizers/adamw.hpp"
#include "keratin/optimizers/lion.hpp"
#include "keratin/optimizers/nadam.hpp"
#include "keratin/optimizers/optimizer.hpp"
#include "keratin/optimizers/rmsprop.hpp"
#include "keratin/optimizers/schedules.hpp"
#include "keratin/optimizers/sgd.hpp"

namespace keratin::optimizers {

/// A new optimizer for an identifier, null for an empty one: an object is cloned, without its steps; a name
/// (`adam`, `Adam`) is case-insensitive. Throws ValueError for an unknown name, listing the known ones.
std::shared_ptr<Optimizer> get(const Identifier<Optimizer>& identifier);

/// The optimizer in a config's `argument`, in the form of any Keras version. Throws ValueError for an unknown
/// class or argument, and for values out of range.
void read_argument(std::string_view argument, const Config& config, Identifier<Optimizer>& identifier);

}  // namespace keratin::optimizers
