#include "files/half.hpp"

#include <cmath>
#include <limits>

namespace keratin::utils {

float half_to_float(std::uint64_t bits) {
  const auto exponent = static_cast<int>(bits >> 10U & 31U);
  const auto mantissa = static_cast<float>(bits & 1023U);
  float value = std::ldexp(mantissa + (exponent == 0 ? 0.0f : 1024.0f), (exponent == 0 ? 1 : exponent) - 25);
  if (exponent == 31) {
    value = mantissa == 0 ? std::numeric_limits<float>::infinity() : std::numeric_limits<float>::quiet_NaN();
  }
  return (bits & 0x8000U) != 0 ? -value : value;
}

}  // namespace keratin::utils
