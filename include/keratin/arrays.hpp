#pragma once

#include <concepts>
#include <initializer_list>
#include <memory>
#include <vector>

#include "keratin/view.hpp"

namespace keratin {

/// An array of any type: a Tensor, which it refers to, or another xtensor expression, which it copies.
class ArrayArgument {
 public:
  ArrayArgument(const Tensor& tensor) : view_(tensor) {}
  template <class E>
  ArrayArgument(const xt::xexpression<E>& expression) : ArrayArgument(TensorArgument(expression), Owned()) {}

  [[nodiscard]] const View& view() const { return view_; }

 private:
  struct Owned {};  // so that `{array}` means the array
  ArrayArgument(TensorArgument copy, Owned);

  std::shared_ptr<const TensorArgument> copy_;
  View view_;
};

/// What a call takes: one array, or a list of them in the order of the model's inputs or outputs. It refers
/// to Tensors, so it is valid only as long as they are.
class Arrays {
 public:
  template <std::convertible_to<ArrayArgument> A>
  Arrays(const A& array) : Arrays(ArrayArgument(array)) {}
  Arrays(ArrayArgument array);
  Arrays(std::initializer_list<ArrayArgument> list);
  Arrays(const std::vector<Tensor>& list);

  /// One array, written as Tensor's constructors take it: `{{0, 1}, {1, 0}}`.
  Arrays(xt::nested_initializer_list_t<float, 1> array);
  Arrays(xt::nested_initializer_list_t<float, 2> array);
  Arrays(xt::nested_initializer_list_t<float, 3> array);
  Arrays(xt::nested_initializer_list_t<float, 4> array);
  Arrays(xt::nested_initializer_list_t<float, 5> array);

  [[nodiscard]] std::size_t size() const { return arrays_.size(); }
  [[nodiscard]] const View& operator[](std::size_t number) const { return arrays_[number].view(); }

 private:
  std::vector<ArrayArgument> arrays_;
};

}  // namespace keratin
