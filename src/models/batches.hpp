#pragma once

#include <span>
#include <vector>

#include "keratin/models/sequential.hpp"

namespace keratin {

/// `x` as it is. Throws ValueError for empty data.
View data_of(const SequentialLayer& model, const Tensor& x);

/// `x` as inputs of the model, which is built for them where it was not: an array of rank 1 is taken as one
/// number a sample where the model expects that. Throws ValueError for empty data and shapes that do not fit.
View inputs_of(SequentialLayer& model, const Tensor& x);

/// The samples [begin, end) of an array, batch first, where it lies.
View samples(View data, std::size_t begin, std::size_t end);

/// Samples of an array copied together in a given order; the memory is kept for the next batch.
class Gathered {
 public:
  View operator()(View data, std::span<const std::size_t> indices);

 private:
  std::vector<float> memory_;
};

/// The outputs for all of `x`, `batch_size` samples at a time.
Tensor predict(SequentialLayer& model, const Tensor& x, int batch_size);

/// Throws ValueError unless it is positive.
void check_batch_size(int batch_size);

}  // namespace keratin
