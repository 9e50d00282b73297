// Damaged images: seeds are tests/golden/png and tests/golden/jpeg.
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <string>

#include "keratin/keratin.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string path = "/dev/shm/keratin_fuzz_" + std::to_string(::getpid()) + ".img";
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  for (const char* color_mode : {"rgb", "grayscale", "rgba"}) {
    try {
      keratin::utils::load_img(path, {.color_mode = color_mode});
      keratin::utils::load_img(path, {.color_mode = color_mode,
                                      .target_size = {7, 9},
                                      .interpolation = "lanczos",
                                      .keep_aspect_ratio = true});
    } catch (const keratin::ValueError&) {
    } catch (const keratin::IOError&) {
    }
  }
  return 0;
}
