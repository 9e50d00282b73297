// Damaged .npy files: seeds lie in tests/golden/npy.
#include <cstdint>
#include <span>

#include "keratin/error.hpp"
#include "utils/npy_format.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    keratin::utils::parse_npy("fuzz", std::span(data, size));
  } catch (const keratin::IOError&) {
  }
  return 0;
}
