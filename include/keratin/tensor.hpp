#pragma once

// xtensor 0.26 moved its headers into folders; this file alone knows both layouts.
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

/// An array of floats of any rank, C-contiguous, channels last. Whatever takes a Tensor takes any xtensor
/// expression: it is evaluated into one.
using Tensor = xt::xarray<float>;

/// The shape of an array. Throws ValueError for more than eight dimensions.
template <class E>
Shape shape_of(const xt::xexpression<E>& array) {
  return Shape::from(array.derived_cast().shape());
}

/// An array of this shape, not initialized. Throws ValueError for an open dimension.
Tensor empty_tensor(const Shape& shape);

/// An xtensor expression of any numbers, copied into a Tensor: for lists of arrays of different types, which
/// then compile in half the time that xtensor's own conversion takes.
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
