#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <type_traits>
#include <vector>

#include "keratin/logs.hpp"
#include "keratin/tensor.hpp"

namespace keratin {
namespace detail {

/// The type that an element is printed as: any whole number is widened to 64 bits.
template <class T>
using Printed = std::conditional_t<std::is_integral_v<T> && !std::is_same_v<T, bool>,
                                   std::conditional_t<std::is_signed_v<T>, long long, unsigned long long>, T>;

/// The text of an array of `size` elements, where `element(index)` gives the one at an index; defined for
/// bool, float, double and both Printed whole numbers. Throws ValueError as format_array() does.
template <class T>
std::string format_elements(const std::vector<std::size_t>& shape, std::size_t size,
                            const std::function<T(const std::vector<std::size_t>& index)>& element);

/// The same of elements that lie one after another in memory.
template <UsualNumber T>
std::string format_contiguous(const std::vector<std::size_t>& shape, std::size_t size, const T* elements);

void print_line(const std::string& text);

}  // namespace detail

/// What NumPy's `str(array)` returns for the same array of float, double, whole numbers or bool, of any
/// shape: shortest digits, at most 8 of them after the point; lines of at most 75 characters; `...` in the
/// middle of more than 1,000 elements. Throws ValueError for more than 64 axes, and for an array that was
/// moved from.
template <class E>
std::string format_array(const xt::xexpression<E>& array) {
  using Value = typename E::value_type;
  static_assert(std::is_integral_v<Value> || std::is_same_v<Value, float> || std::is_same_v<Value, double>,
                "keratin prints arrays of float, double, whole numbers and bool");
  const E& elements = array.derived_cast();
  const std::vector<std::size_t> shape(elements.shape().begin(), elements.shape().end());
  if constexpr (detail::Contiguous<E>) {
    return detail::format_contiguous(shape, elements.size(), elements.data() + elements.data_offset());
  } else {
    using Printed = detail::Printed<Value>;
    return detail::format_elements<Printed>(shape, elements.size(),
                                            [&](const std::vector<std::size_t>& index) -> Printed {
                                              return elements.element(index.begin(), index.end());
                                            });
  }
}

/// Writes format_array() and a newline to standard output, as Python's `print(array)` does.
template <class E>
void print(const xt::xexpression<E>& array) {
  detail::print_line(format_array(array));
}

/// Writes what Python prints of what evaluate() returns: `[0.25, 0.875]`, or `0.25` if there is only the
/// loss.
void print(const Logs& logs);

}  // namespace keratin
