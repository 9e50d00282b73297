#pragma once

#include <span>
#include <vector>

#include "keratin/models/sequential.hpp"

namespace keratin {

/// `x` as it is. Throws ValueError for empty data and for numbers that the first layer does not take.
View data_of(const SequentialLayer& model, const Tensor& x);

/// `x` as inputs of the model, which is built for them where it was not: an array of rank 1 is taken as one
/// number a sample where the model expects that. Throws ValueError for empty data and shapes that do not fit.
View inputs_of(SequentialLayer& model, const Tensor& x);

/// The samples [begin, end) of an array, batch first, where it lies; nothing of nothing.
View samples(View data, std::size_t begin, std::size_t end);

/// Inputs, targets and how much each loss counts, batch first; without weights all count alike.
struct Samples {
  View x, y, sample_weight = {};

  [[nodiscard]] std::size_t count() const { return static_cast<std::size_t>(x.shape()[0]); }
  [[nodiscard]] Samples part(std::size_t begin, std::size_t end) const {
    return {samples(x, begin, end), samples(y, begin, end), samples(sample_weight, begin, end)};
  }
};

/// Samples of an array copied together in a given order, nothing of nothing; the memory is kept for the next
/// batch.
class Gathered {
 public:
  View operator()(View data, std::span<const std::size_t> indices);

 private:
  std::vector<float> memory_;
};

/// Throws ValueError unless it is positive.
void check_batch_size(int batch_size);

}  // namespace keratin
