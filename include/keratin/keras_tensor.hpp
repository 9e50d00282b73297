#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "keratin/shape.hpp"

namespace keratin {

class Layer;
struct LayerCall;

/// What a layer gives when it is called: a handle of an array that a model computes. A copy is the same
/// array.
class KerasTensor {
 public:
  KerasTensor(const KerasTensor&) = default;
  KerasTensor& operator=(const KerasTensor&) = default;

  /// Batch first.
  [[nodiscard]] const Shape& shape() const;

  /// Of an Input with a name its name, otherwise `keras_tensor`, `keras_tensor_1` and so on.
  [[nodiscard]] const std::string& name() const;

 protected:
  KerasTensor() = default;

 private:
  friend class CallAccess;  // how models are made of calls

  std::shared_ptr<LayerCall> call_;
  std::size_t output_ = 0;  // of the call's
};

/// What a layer is called with and what a model gives: one KerasTensor or a list of them.
class KerasTensors {
 public:
  KerasTensors(const KerasTensor& tensor);
  KerasTensors(std::initializer_list<KerasTensor> list);
  KerasTensors(std::vector<KerasTensor> list);

  /// The only one. Throws ValueError for several.
  operator const KerasTensor&() const;

  [[nodiscard]] std::size_t size() const { return tensors_.size(); }

  /// Throws ValueError for a number that is too large.
  const KerasTensor& operator[](std::size_t number) const;

  [[nodiscard]] auto begin() const { return tensors_.begin(); }
  [[nodiscard]] auto end() const { return tensors_.end(); }

  /// Whether it was made as a list, even if of only one.
  [[nodiscard]] bool is_list() const { return is_list_; }

 private:
  std::vector<KerasTensor> tensors_;
  bool is_list_ = false;
};

/// Calls a layer: builds it at the first call, and returns its outputs. Throws ValueError for inputs that do
/// not fit.
KerasTensors call(const std::shared_ptr<Layer>& layer, const KerasTensors& inputs);

// As in Keras: `a + b`, `1 - a`, `2 * a`, `-a` call a layer that computes it. Two KerasTensors must have as
// many axes; an axis of 1 is repeated. Throw ValueError for shapes that do not fit and for a constant that is
// not finite.

KerasTensor operator+(const KerasTensor& a, const KerasTensor& b);
KerasTensor operator-(const KerasTensor& a, const KerasTensor& b);
KerasTensor operator*(const KerasTensor& a, const KerasTensor& b);
KerasTensor operator+(const KerasTensor& a, double constant);
KerasTensor operator-(const KerasTensor& a, double constant);
KerasTensor operator*(const KerasTensor& a, double constant);
KerasTensor operator/(const KerasTensor& a, double constant);
KerasTensor operator+(double constant, const KerasTensor& a);
KerasTensor operator-(double constant, const KerasTensor& a);
KerasTensor operator*(double constant, const KerasTensor& a);
KerasTensor operator/(double constant, const KerasTensor& a);
KerasTensor operator-(const KerasTensor& a);
KerasTensor abs(const KerasTensor& a);
KerasTensor pow(const KerasTensor& a, double exponent);

/// A layer that is called more than once, each time with the same weights.
template <class L>
class SharedLayer {
 public:
  explicit SharedLayer(std::shared_ptr<L> layer) : layer_(std::move(layer)) {}

  /// Throws ValueError for inputs that do not fit.
  KerasTensor operator()(const KerasTensors& inputs) const { return call(layer_, inputs); }

  L& operator*() const { return *layer_; }
  L* operator->() const { return layer_.get(); }

 private:
  std::shared_ptr<L> layer_;
};

/// Moves a layer in, to be called as often as one likes: `auto twin = share(Dense(64)); auto a = twin(left),
/// b = twin(right);`. A class of your own is called in this way.
template <class L>
requires(!std::is_lvalue_reference_v<L>) SharedLayer<L> share(L&& layer) {
  return SharedLayer<L>(std::make_shared<L>(std::forward<L>(layer)));
}

}  // namespace keratin
