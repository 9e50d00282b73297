#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace keratin {

/// How all whole numbers of one array are written: right-aligned to the widest.
class IntegerFormat {
 public:
  template <class T>
  explicit IntegerFormat(const std::vector<T>& values);

  template <class T>
  [[nodiscard]] std::string operator()(T value) const;

 private:
  std::size_t width_ = 0;
};

/// How all floats of one array are written: points aligned, either all or none with an exponent.
template <class T>
class FloatFormat {
 public:
  explicit FloatFormat(const std::vector<T>& values);

  [[nodiscard]] std::string operator()(T value) const;

 private:
  void choose_exponent_form(const std::vector<T>& values);
  void measure_positional(const std::vector<T>& values);
  void measure_scientific(const std::vector<T>& values);
  void make_room_for_non_finite(const std::vector<T>& values);

  bool scientific_ = false;
  std::size_t before_point_ = 0;
  std::size_t after_point_ = 0;  ///< Of a number with an exponent: up to its end.
  std::size_t decimals_ = 0;
  std::size_t exponent_digits_ = 0;
};

/// A float that stands alone, not in an array: `1.0`, `1e-05`.
template <class T>
std::string format_scalar(T value);

}  // namespace keratin
