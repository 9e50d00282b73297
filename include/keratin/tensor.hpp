#pragma once

// xtensor 0.26 moved its headers into folders; only this file knows both layouts.
#if __has_include(<xtensor/containers/xarray.hpp>)
#include <xtensor/containers/xarray.hpp>
#include <xtensor/containers/xbuffer_adaptor.hpp>
#include <xtensor/containers/xtensor.hpp>
#include <xtensor/generators/xbuilder.hpp>
#include <xtensor/views/xview.hpp>
#else
#include <xtensor/xarray.hpp>
#include <xtensor/xbuffer_adaptor.hpp>
#include <xtensor/xbuilder.hpp>
#include <xtensor/xtensor.hpp>
#include <xtensor/xview.hpp>
#endif

#include <algorithm>

#include "keratin/shape.hpp"

namespace keratin {

/// An array of floats of any rank, C-contiguous, channels last. A parameter of type Tensor takes any xtensor
/// expression, which is evaluated.
using Tensor = xt::xarray<float>;

namespace detail {

[[noreturn]] void fail_moved_from();

/// Throws ValueError for an array that was moved from, which has lost its elements but not always its shape.
template <class E>
void require_elements(const E& array) {
  const auto& shape = array.shape();
  const bool may_be_empty = std::any_of(shape.begin(), shape.end(), [](auto size) { return size == 0; });
  if (array.size() == 0 && !may_be_empty) fail_moved_from();
}

}  // namespace detail

/// The shape of an array. Throws ValueError for more than eight dimensions and for an array that was moved
/// from.
template <class E>
Shape shape_of(const xt::xexpression<E>& array) {
  detail::require_elements(array.derived_cast());
  return Shape::from(array.derived_cast().shape());
}

/// An array of this shape, not initialized. Throws ValueError for an open dimension.
Tensor empty_tensor(const Shape& shape);

/// An xtensor expression of any numbers, copied into a Tensor. Lists of arrays of different types then
/// compile in half the time of xtensor's own conversion.
class TensorArgument {
 public:
  template <class E>
  TensorArgument(const xt::xexpression<E>& expression) : tensor_(empty_tensor(shape_of(expression))) {
    const E& values = expression.derived_cast();
    std::transform(values.begin(), values.end(), tensor_.data(),
                   [](auto value) { return static_cast<float>(value); });
  }

  [[nodiscard]] const Tensor& tensor() const { return tensor_; }

 private:
  Tensor tensor_;
};

}  // namespace keratin
