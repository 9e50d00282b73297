#pragma once

#include <vector>

#include "keratin/models/sequential.hpp"

namespace keratin {

/// The weights of one call's samples, as they were given or by the classes of the targets.
class SampleWeights {
 public:
  /// Throws ValueError where both are given, and where class_weight meets targets that do not give each
  /// sample one class: a number, (n,) or (n, 1), or the place of the largest of (n, classes).
  SampleWeights(const SequentialLayer& model, const Tensor& y, const Tensor& sample_weight,
                const ClassWeight& class_weight = {});

  /// Nothing where no weights were given. Valid as long as this and `sample_weight` are.
  [[nodiscard]] View view() const { return view_; }

  [[nodiscard]] bool are_of_classes() const { return !of_classes_.empty(); }

 private:
  std::vector<float> of_classes_;
  View view_;
};

}  // namespace keratin
