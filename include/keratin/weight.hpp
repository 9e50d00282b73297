#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "keratin/view.hpp"

namespace keratin {

/// One array of numbers that a layer learns (a kernel, a bias) or keeps (a moving mean).
class Weight {
 public:
  /// `value` is the initial value; a weight that is not `trainable` never receives gradients.
  Weight(std::string name, Tensor value, bool trainable);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const Shape& shape() const { return shape_; }
  [[nodiscard]] std::size_t size() const { return value_.size(); }
  [[nodiscard]] bool trainable() const { return trainable_; }

  [[nodiscard]] const Tensor& value() const { return value_; }
  [[nodiscard]] const float* data() const { return value_.data(); }

  /// The value, to be changed in place.
  float* mutable_data();

  /// Throws ValueError where the shape differs from shape().
  void assign(const Tensor& value);

  /// A number that changes with the value, so that whatever is computed from it can be kept until then.
  [[nodiscard]] std::uint64_t version() const { return version_; }

 private:
  std::string name_;
  Tensor value_;
  Shape shape_;
  bool trainable_;
  std::uint64_t version_ = 0;
};

/// Copies of the values, in order.
std::vector<Tensor> values_of(const std::vector<Weight*>& weights);

/// Gives each weight its new value. Throws ValueError, with nothing changed, where the count or a shape
/// differs; `owner` is named in the text.
void assign_values(const std::vector<Weight*>& weights, const std::vector<Tensor>& values,
                   const std::string& owner);

/// How many numbers they hold together.
std::size_t count_params(const std::vector<Weight*>& weights);

}  // namespace keratin
