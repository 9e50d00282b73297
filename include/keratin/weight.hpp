#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "keratin/constraints.hpp"
#include "keratin/regularizers.hpp"
#include "keratin/view.hpp"

namespace keratin {

/// How training treats a weight, in the order of Keras's add_weight().
struct WeightOptions {
  bool trainable = true;                                   ///< if false, it never receives gradients
  Identifier<regularizers::Regularizer> regularizer = {};  ///< of the weight, added to the loss
  Identifier<constraints::Constraint> constraint = {};     ///< applied after each step
  bool integer = false;  ///< whether files hold it as a whole number; of shape ()
};

/// Options whose names are made into objects, for a layer's constructor. Throws ValueError for an unknown
/// name.
WeightOptions weight_options(const Identifier<regularizers::Regularizer>& regularizer,
                             const Identifier<constraints::Constraint>& constraint);

/// One array of numbers that a layer learns (a kernel, a bias) or keeps (a moving mean).
class Weight {
 public:
  /// `value` is the initial value. Throws ValueError for an unknown name, and if the constraint does not fit
  /// weights of this shape.
  Weight(std::string name, Tensor value, const WeightOptions& options = {});

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const Shape& shape() const { return shape_; }
  [[nodiscard]] std::size_t size() const { return value_.size(); }
  [[nodiscard]] bool trainable() const { return trainable_; }
  [[nodiscard]] bool integer() const { return integer_; }

  /// Null if there is none.
  [[nodiscard]] const std::shared_ptr<const regularizers::Regularizer>& regularizer() const {
    return regularizer_;
  }
  [[nodiscard]] const std::shared_ptr<const constraints::Constraint>& constraint() const {
    return constraint_;
  }

  [[nodiscard]] const Tensor& value() const { return value_; }
  [[nodiscard]] const float* data() const { return value_.data(); }

  /// The value, to be changed in place. If other threads may predict meanwhile, call changed()
  /// afterwards.
  float* mutable_data();

  /// Marks the value as changed, so that whatever was computed from it is computed again.
  void changed();

  /// Throws ValueError if the shape differs from shape().
  void assign(const Tensor& value);

  /// A number that changes with the value, so that results computed from it can be kept until then. Each
  /// number is used once, for one weight; later ones are greater.
  [[nodiscard]] std::uint64_t version() const { return version_.load(std::memory_order_acquire); }

 private:
  std::string name_;
  Tensor value_;
  Shape shape_;
  bool trainable_, integer_;
  std::shared_ptr<const regularizers::Regularizer> regularizer_;
  std::shared_ptr<const constraints::Constraint> constraint_;
  std::atomic<std::uint64_t> version_;
};

/// Copies of the values, in order.
std::vector<Tensor> values_of(const std::vector<Weight*>& weights);

/// Sets each weight. Throws ValueError, with nothing changed, if the count or a shape differs; `owner` is
/// named in the text.
void assign_values(const std::vector<Weight*>& weights, const std::vector<Tensor>& values,
                   const std::string& owner);

/// The number of parameters.
std::size_t count_params(const std::vector<Weight*>& weights);

}  // namespace keratin
