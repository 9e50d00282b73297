#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace keratin::saving {

/// The CRC of 32 bits with this polynomial, its bits reversed: 0xedb88320 is that of ISO 3309 (PNG),
/// 0x82f63b78 Castagnoli's (TFRecord).
template <std::uint32_t polynomial>
std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
  static constexpr std::array<std::uint32_t, 256> table = [] {
    std::array<std::uint32_t, 256> remainders{};
    for (std::uint32_t byte = 0; byte < remainders.size(); ++byte) {
      std::uint32_t remainder = byte;
      for (int bit = 0; bit < 8; ++bit)
        remainder = (remainder >> 1U) ^ ((remainder & 1U) != 0 ? polynomial : 0U);
      remainders[byte] = remainder;
    }
    return remainders;
  }();
  std::uint32_t remainder = 0xffffffffU;
  for (const std::uint8_t byte : bytes) remainder = table[(remainder ^ byte) & 0xffU] ^ (remainder >> 8U);
  return ~remainder;
}

}  // namespace keratin::saving
