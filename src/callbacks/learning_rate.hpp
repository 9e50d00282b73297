#pragma once

#include "keratin/models/sequential.hpp"

namespace keratin::callbacks {

/// The learning rate of the model's optimizer, in float32 as Keras keeps it.
inline double learning_rate_of(const Model& model) {
  return static_cast<double>(static_cast<float>(model.optimizer().learning_rate()));
}

}  // namespace keratin::callbacks
