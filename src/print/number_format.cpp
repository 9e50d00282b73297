#include "print/number_format.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>

namespace keratin {
namespace {

constexpr std::size_t max_decimals = 8;

/// The decimal number `sign d.ddd · 10^exponent`.
struct Decimal {
  bool negative = false;
  std::string digits;
  int exponent = 0;
};

/// Writes with std::to_chars; the longest text is that of a double below 1e16 with 8 decimals.
template <class... Arguments>
std::string to_text(Arguments... arguments) {
  std::array<char, 64> buffer;
  const std::to_chars_result result =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), arguments...);
  return {buffer.data(), result.ptr};
}

Decimal parse_scientific(std::string_view text) {
  Decimal decimal;
  decimal.negative = text.front() == '-';
  if (decimal.negative) text.remove_prefix(1);
  const std::size_t mark = text.find('e');
  decimal.digits = text.front();
  if (mark > 1) decimal.digits += text.substr(2, mark - 2);
  const std::size_t skipped = text[mark + 1] == '+' ? 2 : 1;
  std::from_chars(text.data() + mark + skipped, text.data() + text.size(), decimal.exponent);
  return decimal;
}

/// The shortest digits that give `value` back.
template <class T>
Decimal shortest(T value) {
  return parse_scientific(to_text(value, std::chars_format::scientific));
}

/// Exactly `decimals` digits after the point. NumPy rounds the value, not its shortest digits, if it drops
/// some, and writes more of the value's own digits if it needs more.
template <class T>
Decimal with_decimals(T value, std::size_t decimals) {
  Decimal decimal = shortest(value);
  if (decimal.digits.size() == decimals + 1) return decimal;
  return parse_scientific(to_text(value, std::chars_format::scientific, static_cast<int>(decimals)));
}

void trim_zeros(std::string& digits, std::size_t keep) {
  while (digits.size() > keep && digits.back() == '0') digits.pop_back();
}

/// `12.5`, `3.`, `-0.001`: at most 8 digits after the point, none of them a trailing zero.
template <class T>
std::string positional(T value, std::size_t most_decimals) {
  const Decimal decimal = shortest(value);
  const int count = static_cast<int>(decimal.digits.size());
  if (count - 1 - decimal.exponent > static_cast<int>(most_decimals)) {
    std::string text = to_text(value, std::chars_format::fixed, static_cast<int>(most_decimals));
    trim_zeros(text, 0);
    return text;
  }
  const auto zeros = [](int number) {
    return std::string(static_cast<std::size_t>(std::max(number, 0)), '0');
  };
  const std::string padded = zeros(-decimal.exponent) + decimal.digits + zeros(decimal.exponent + 1 - count);
  const auto whole = static_cast<std::size_t>(std::max(decimal.exponent, 0) + 1);
  std::string fraction = padded.substr(whole);
  trim_zeros(fraction, 0);
  return (decimal.negative ? "-" : "") + padded.substr(0, whole) + "." + fraction;
}

template <class T>
std::string non_finite(T value) {
  if (std::isnan(value)) return "nan";
  return value < 0 ? "-inf" : "inf";
}

std::string pad_left(std::string text, std::size_t width) {
  if (text.size() < width) text.insert(0, width - text.size(), ' ');
  return text;
}

std::string exponent_text(int exponent, std::size_t least_digits) {
  std::string digits = std::to_string(std::abs(exponent));
  if (digits.size() < least_digits) digits.insert(0, least_digits - digits.size(), '0');
  return (exponent < 0 ? "e-" : "e+") + digits;
}

}  // namespace

template <class T>
IntegerFormat::IntegerFormat(const std::vector<T>& values) {
  const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
  width_ = std::max(to_text(*least).size(), to_text(*greatest).size());
}

template <class T>
std::string IntegerFormat::operator()(T value) const {
  return pad_left(to_text(value), width_);
}

template <class T>
FloatFormat<T>::FloatFormat(const std::vector<T>& values) {
  std::vector<T> finite;
  std::copy_if(values.begin(), values.end(), std::back_inserter(finite),
               [](T value) { return std::isfinite(value); });
  choose_exponent_form(finite);
  scientific_ ? measure_scientific(finite) : measure_positional(finite);
  if (finite.size() != values.size()) make_room_for_non_finite(values);
}

template <class T>
void FloatFormat<T>::choose_exponent_form(const std::vector<T>& values) {
  T greatest = 0;
  T least = std::numeric_limits<T>::infinity();
  for (T value : values) {
    if (value == 0) continue;
    greatest = std::max(greatest, std::abs(value));
    least = std::min(least, std::abs(value));
  }
  // From NumPy 2.3 on; the earlier ones took 1e8 for both types.
  constexpr T large = std::is_same_v<T, float> ? T(1e6) : T(1e8);
  scientific_ = greatest > 0 && (greatest >= large || least < T(1e-4) || greatest / least > T(1000));
}

template <class T>
void FloatFormat<T>::measure_positional(const std::vector<T>& values) {
  for (T value : values) {
    const std::string text = positional(value, max_decimals);
    const std::size_t point = text.find('.');
    before_point_ = std::max(before_point_, point);
    after_point_ = std::max(after_point_, text.size() - point - 1);
  }
}

template <class T>
void FloatFormat<T>::measure_scientific(const std::vector<T>& values) {
  for (T value : values) {
    Decimal decimal = shortest(value);
    if (decimal.digits.size() > max_decimals + 1) decimal = with_decimals(value, max_decimals);
    trim_zeros(decimal.digits, 1);
    decimals_ = std::max(decimals_, decimal.digits.size() - 1);
    exponent_digits_ = std::max(exponent_digits_, exponent_text(decimal.exponent, 2).size() - 2);
    before_point_ = std::max(before_point_, std::size_t{decimal.negative ? 2U : 1U});
  }
  after_point_ = decimals_ + exponent_digits_ + 2;
}

template <class T>
void FloatFormat<T>::make_room_for_non_finite(const std::vector<T>& values) {
  const bool negative = std::any_of(values.begin(), values.end(), [](T v) { return std::isinf(v) && v < 0; });
  const std::size_t widest = negative ? 4 : 3;
  if (before_point_ + after_point_ + 1 < widest) before_point_ = widest - after_point_ - 1;
}

template <class T>
std::string FloatFormat<T>::operator()(T value) const {
  if (!std::isfinite(value)) return pad_left(non_finite(value), before_point_ + after_point_ + 1);
  if (scientific_) {
    const Decimal decimal = with_decimals(value, decimals_);
    return pad_left((decimal.negative ? "-" : "") + decimal.digits.substr(0, 1), before_point_) + "." +
           decimal.digits.substr(1) + exponent_text(decimal.exponent, exponent_digits_);
  }
  const std::string text = positional(value, max_decimals);
  const std::size_t point = text.find('.');
  std::string padded = pad_left(text.substr(0, point), before_point_) + text.substr(point);
  padded.resize(before_point_ + 1 + after_point_, ' ');
  return padded;
}

template <class T>
std::string format_scalar(T value) {
  if (!std::isfinite(value)) return non_finite(value);
  const double magnitude = std::abs(static_cast<double>(value));
  const double large = std::is_same_v<T, float> ? 1e6 : 1e16;
  if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= large)) {
    return to_text(value, std::chars_format::scientific);
  }
  const std::string text = positional(value, std::numeric_limits<T>::max_digits10 + 4);
  return text.back() == '.' ? text + "0" : text;
}

template class FloatFormat<float>;
template class FloatFormat<double>;
template IntegerFormat::IntegerFormat(const std::vector<long long>&);
template IntegerFormat::IntegerFormat(const std::vector<unsigned long long>&);
template std::string IntegerFormat::operator()(long long) const;
template std::string IntegerFormat::operator()(unsigned long long) const;
template std::string format_scalar(float);
template std::string format_scalar(double);

}  // namespace keratin
