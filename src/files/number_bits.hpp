#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

namespace keratin::saving {

/// The bits of a number of at most 8 bytes.
inline std::uint64_t bits_of(std::span<const std::uint8_t> bytes, bool big_endian) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bits = bits << 8U | bytes[big_endian ? i : bytes.size() - 1 - i];
  return bits;
}

/// The number in IEEE's format of 2, 4 or 8 bytes whose bits these are.
inline float float_of(std::uint64_t bits, std::size_t size) {
  if (size == 4) return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
  if (size == 8) return static_cast<float>(std::bit_cast<double>(bits));
  const auto exponent = static_cast<int>(bits >> 10U & 31U);
  const auto mantissa = static_cast<float>(bits & 1023U);
  float value = std::ldexp(mantissa + (exponent == 0 ? 0.0f : 1024.0f), (exponent == 0 ? 1 : exponent) - 25);
  if (exponent == 31) {
    value = mantissa == 0 ? std::numeric_limits<float>::infinity() : std::numeric_limits<float>::quiet_NaN();
  }
  return (bits & 0x8000U) != 0 ? -value : value;
}

}  // namespace keratin::saving
