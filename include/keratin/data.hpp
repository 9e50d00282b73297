#pragma once

#include <functional>
#include <optional>

#include "keratin/tensor.hpp"

namespace keratin {

/// Inputs, targets and, where given, how much each sample counts, or each entry of its loss: batch first.
struct Data {
  Tensor x = {};
  Tensor y = {};
  Tensor sample_weight = {};
};

/// A function that gives batch after batch, and nothing at the data's end. fit() calls it in a thread of its
/// own, one call at a time.
using Generator = std::function<std::optional<Data>()>;

}  // namespace keratin
