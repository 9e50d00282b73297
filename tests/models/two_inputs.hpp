#pragma once

#include <string>

#include "keratin/layers.hpp"
#include "keratin/models/model.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/run_layer.hpp"

namespace keratin::testing {

/// Two inputs, arrays for them, and the check of what is made of them.
struct TwoInputs {
  layers::Input a{{4}, {.name = "a"}}, b{{4}, {.name = "b"}};
  Tensor x = random_tensor({3, 4}), z = random_tensor({3, 4}, 2);

  /// Checks the last layer's name and the numbers.
  void check(const KerasTensor& y, const std::string& name, const Tensor& expected) const {
    const Model model({a, b}, y);
    INFO(name);
    CHECK(model.layers().back()->name() == name);
    require_close(model.predict({x, z}), expected, 1e-6);
  }
};

}  // namespace keratin::testing
