// Damaged .npy files; seeds are in tests/golden/npy.
#include <cstdint>
#include <span>

#include "files/npy_format.hpp"
#include "keratin/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    keratin::utils::parse_npy("fuzz", std::span(data, size));
  } catch (const keratin::IOError&) {
  }
  return 0;
}
