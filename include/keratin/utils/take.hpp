#pragma once

#include <concepts>
#include <type_traits>
#include <utility>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/tensor.hpp"

namespace keratin::detail {

template <class Numbers>
std::vector<int> as_indices(const Numbers& numbers) {
  std::vector<int> indices;
  indices.reserve(numbers.size());
  for (const auto number : numbers) {
    if (!std::in_range<int>(number)) throw ValueError("take: an index is larger than any array.");
    indices.push_back(static_cast<int>(number));
  }
  return indices;
}

}  // namespace keratin::detail

namespace keratin::utils {

/// np.take(x, indices, axis): the slices of these numbers along an axis, in this order; the same one may
/// occur more than once. Along axis 0, (samples, …) becomes (indices, …). A negative number counts from the
/// end. Throws ValueError for an axis that the array lacks and for numbers out of range.
Tensor take(const TensorArgument& x, const std::vector<int>& indices, int axis);

/// The same with whole numbers of another type.
template <std::integral Index>
requires(!std::is_same_v<Index, bool>) Tensor
    take(const TensorArgument& x, const std::vector<Index>& indices, int axis) {
  return take(x, detail::as_indices(indices), axis);
}

/// The same, with indices in a one-dimensional array of whole numbers: what random::permutation() and
/// random::randint() return. Throws ValueError for indices of more dimensions.
template <class E>
Tensor take(const TensorArgument& x, const xt::xexpression<E>& indices, int axis) {
  using Number = typename E::value_type;
  static_assert(std::is_integral_v<Number> && !std::is_same_v<Number, bool>,
                "indices are whole numbers, not a mask");
  const E& numbers = indices.derived_cast();
  if (numbers.dimension() != 1) {
    throw ValueError("take: indices must have one dimension, but their shape is " +
                     to_string(shape_of(numbers)) + ". Reshape them to one.");
  }
  return take(x, detail::as_indices(numbers), axis);
}

}  // namespace keratin::utils
