#pragma once

#include <cstddef>
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

/// Steps, in C order, through the elements that are printed: all of them or, if there are more than 1,000,
/// the first three and the last three along each axis.
class ShownElements {
 public:
  /// Throws ValueError for more than 64 axes and for more elements than a text can hold.
  explicit ShownElements(std::vector<std::size_t> shape);

  [[nodiscard]] bool done() const { return done_; }
  [[nodiscard]] const std::vector<std::size_t>& index() const { return index_; }
  void next();

  [[nodiscard]] const std::vector<std::size_t>& shape() const { return shape_; }

  /// True if the middle of this axis is left out.
  [[nodiscard]] bool is_cut(std::size_t axis) const;

 private:
  std::vector<std::size_t> shape_;
  std::vector<std::size_t> index_;
  bool summarized_ = false;
  bool done_ = false;
};

/// The text of the elements that `shown` has stepped through; defined for bool, float, double and both
/// Printed whole numbers.
template <class T>
std::string format_elements(const std::vector<T>& values, const ShownElements& shown);

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
  detail::require_elements(elements);
  detail::ShownElements shown({elements.shape().begin(), elements.shape().end()});
  std::vector<detail::Printed<Value>> values;
  for (; !shown.done(); shown.next()) {
    values.push_back(elements.element(shown.index().begin(), shown.index().end()));
  }
  return detail::format_elements(values, shown);
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
