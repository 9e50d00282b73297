#pragma once

#include <algorithm>
#include <initializer_list>

#include "keratin/tensor.hpp"

namespace keratin::testing {

// Arrays from lists: xtensor itself reads a list of one or two whole numbers in more than one way.

inline Tensor vector(std::initializer_list<float> values) {
  Tensor result = Tensor::from_shape({values.size()});
  std::copy(values.begin(), values.end(), result.begin());
  return result;
}

inline Tensor matrix(std::initializer_list<std::initializer_list<float>> rows) {
  Tensor result = Tensor::from_shape({rows.size(), rows.begin()->size()});
  float* next = result.data();
  for (const auto& row : rows) next = std::copy(row.begin(), row.end(), next);
  return result;
}

}  // namespace keratin::testing
