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
#include <type_traits>

#include "keratin/shape.hpp"

namespace keratin {

/// An array of floats of any rank, C-contiguous, channels last. A parameter of type Tensor takes any xtensor
/// expression, which is evaluated.
using Tensor = xt::xarray<float>;

namespace detail {

[[noreturn]] void fail_moved_from();

/// Throws ValueError for an array that was moved from: it has no elements, though no axis has the size 0.
void require_elements(const Shape& shape, std::size_t count);

template <class T, class... Types>
concept OneOf = (std::is_same_v<T, Types> || ...);

/// The types of numbers for which the library has compiled what programs do with an array of them: convert it
/// and print it. A program then compiles faster.
template <class T>
concept UsualNumber = OneOf<T, bool, signed char, unsigned char, short, unsigned short, int, unsigned, long,
                            unsigned long, long long, unsigned long long, float, double>;

/// An array of usual numbers that lie one after another in memory, in C order.
template <class E>
concept Contiguous = UsualNumber<typename E::value_type> &&
                     std::is_same_v<typename E::const_reference, const typename E::value_type&> &&
                     E::contiguous_layout &&
                     E::static_layout == xt::layout_type::row_major&& requires(const E& array) {
  array.data();
  array.data_offset();
};

template <UsualNumber T>
void copy_numbers(const T* from, std::size_t count, float* to);

}  // namespace detail

/// The shape of an array. Throws ValueError for more than eight dimensions and for an array that was moved
/// from.
template <class E>
Shape shape_of(const xt::xexpression<E>& array) {
  const Shape shape = Shape::from(array.derived_cast().shape());
  detail::require_elements(shape, array.derived_cast().size());
  return shape;
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
    if constexpr (detail::Contiguous<E>) {
      detail::copy_numbers(values.data() + values.data_offset(), tensor_.size(), tensor_.data());
    } else {
      std::transform(values.begin(), values.end(), tensor_.data(),
                     [](auto value) { return static_cast<float>(value); });
    }
  }

  [[nodiscard]] const Tensor& tensor() const { return tensor_; }

 private:
  Tensor tensor_;
};

}  // namespace keratin
