#pragma once

#include <string>

#include "keratin/losses/loss.hpp"

namespace keratin::losses {

/// Throws ValueError, naming `who`, unless weights of this shape fit losses or metric values of shape
/// `entries`: leading axes of it, the batch first, then ones, with at most one axis more. (3,) and (3, 1)
/// weigh the samples of (3, 4), (3, 4) each entry.
void check_sample_weight(const std::string& who, const Shape& sample_weight, const Shape& entries);

/// The weight of each entry: 1 without sample weights; otherwise each sample weight covers equally many
/// adjacent entries.
class EntryWeights {
 public:
  EntryWeights(View sample_weight, std::size_t entries)
      : data_(sample_weight.data()), each_(sample_weight.empty() ? 1 : entries / sample_weight.size()) {}
  float operator[](std::size_t entry) const { return data_ == nullptr ? 1.0f : data_[entry / each_]; }

 private:
  const float* data_;
  std::size_t each_;
};

/// Writes the factor of each loss before reduction: its sample weight, or 0 if `loss` ignores the target; a
/// mean is then over the others.
void weigh(const Loss& loss, View y_true, View sample_weight, Buffer weights);

/// What the sum of a batch's losses with these weights is divided by.
double divisor(Reduction reduction, View weights);

/// The reported loss of losses with these weights.
double reduce(double divisor, View losses, View weights);

/// Turns the weights of the losses into the gradient of what training minimizes.
void weights_to_gradient(Reduction reduction, double divisor, Buffer weights);

}  // namespace keratin::losses
