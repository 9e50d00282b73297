#include "models/sample_weights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/sequential_layer.hpp"

namespace keratin {

namespace {

/// The class of each sample, as Keras reads it from targets.
std::vector<float> classes_of(const SequentialLayer& model, View y) {
  const Shape& shape = y.shape();
  if (shape.empty() || shape.rank() > 2 || y.size() == 0) {
    model.fail(
        fmt::format("class_weight needs one class for each sample, targets of shape (n,), (n, 1) or (n, "
                    "classes), but received targets of shape {}. Give sample_weight instead.",
                    to_string(shape)));
  }
  const auto count = static_cast<std::size_t>(shape[0]), columns = y.size() / count;
  std::vector<float> classes(y.data(), y.data() + count);
  if (columns == 1) return classes;
  for (std::size_t i = 0; i < count; ++i) {
    const float* row = y.data() + i * columns;
    classes[i] = static_cast<float>(std::max_element(row, row + columns) - row);
  }
  return classes;
}

float weight_of(float target, const ClassWeight& class_weight) {
  for (const auto& [number, weight] : class_weight) {
    if (std::nearbyint(target) == static_cast<float>(number)) return weight;
  }
  return 1.0f;
}

}  // namespace

SampleWeights::SampleWeights(const SequentialLayer& model, const Tensor& y, const Tensor& sample_weight,
                             const ClassWeight& class_weight) {
  const bool has_weights = !shape_of(sample_weight).empty();
  if (has_weights && !class_weight.empty())
    model.fail("sample_weight and class_weight cannot be given together: multiply them into sample_weight.");
  if (has_weights) view_ = View(sample_weight);
  if (class_weight.empty()) return;
  of_classes_ = classes_of(model, View(y));
  for (float& number : of_classes_) number = weight_of(number, class_weight);
  view_ = View(of_classes_.data(), {static_cast<int>(of_classes_.size())});
}

}  // namespace keratin
