#pragma once

#include <vector>

#include "keratin/layers.hpp"
#include "keratin/models/model.hpp"
#include "kernels/convolution_cases.hpp"
#include "support/arrays.hpp"
#include "support/compare.hpp"
#include "support/run_layer.hpp"
#include "support/thread_count.hpp"

namespace keratin::testing {

using Tensors = std::vector<KerasTensor>;

/// Requires that a model predicts the last of these tensors as one whose outputs are all of them, which runs
/// each layer by itself.
inline void require_same(const KerasTensor& input, const Tensors& made, double tolerance = 2e-5) {
  const Model fused(input, made.back()), apart(KerasTensors{input}, KerasTensors(made));
  for (const int batch : {1, 3, 40}) {
    const Tensor x = random_tensor(input.shape().without_batch().with_batch(batch));
    require_close(fused.predict(x, {.batch_size = batch}),
                  apart.predict_all({x}, {.batch_size = batch}).back(), tolerance);
  }
}

inline void require_same_bits_with_any_threads(const Model& model, const Tensor& x) {
  const ThreadCount one(1);
  const Tensor y = model.predict(x);
  for (const int threads : {2, 5}) {
    const ThreadCount setting(threads);
    CHECK((model.predict(x) == y));
  }
}

inline layers::Conv2D same_conv(int filters, const layers::Conv2DOptions& options = {}) {
  layers::Conv2DOptions same = options;
  same.padding = "same";
  same.bias_initializer = "random_normal";
  return layers::Conv2D(filters, 3, same);
}

}  // namespace keratin::testing
