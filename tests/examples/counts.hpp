#pragma once

#include <cstddef>
#include <keratin/keratin.hpp>

#include "support/catch.hpp"

/// Checks how many parameters a model has, and how many of them it trains.
inline void check_counts(const keratin::Model& model, std::size_t total, std::size_t trainable) {
  std::size_t trained = 0;
  for (const auto& layer : model.layers()) {
    for (const keratin::Weight* weight : layer->trainable_weights()) trained += weight->value().size();
  }
  CHECK(model.count_params() == total);
  CHECK(trained == trainable);
}
