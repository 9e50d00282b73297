// Damaged JSON of models: seeds are what to_json() gives.
#include <cstdint>
#include <string>

#include "keratin/keratin.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    keratin::model_from_json(std::string(reinterpret_cast<const char*>(data), size));
  } catch (const keratin::ValueError&) {
  } catch (const keratin::IOError&) {
  }
  return 0;
}
