#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "keratin/tensor.hpp"

namespace keratin {

/// Inputs, targets and, optionally, the weight of each sample or of each entry of its loss; batch first.
struct Data {
  Tensor x = {};
  Tensor y = {};
  Tensor sample_weight = {};

  /// For a model with several inputs or outputs, lists in place of these: one array per input or output. In
  /// sample_weights, {} means no weights; one sample_weight applies to all outputs.
  std::vector<Tensor> inputs = {};
  std::vector<Tensor> targets = {};
  std::vector<Tensor> sample_weights = {};
};

/// A function that returns batch after batch, and nothing at the end of the data. fit() calls it in a
/// separate thread, one call at a time.
using Generator = std::function<std::optional<Data>()>;

}  // namespace keratin
