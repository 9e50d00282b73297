// Damaged files of whole models: seeds are tests/golden/files/*.keras and *.tf_keras.h5.
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <string>

#include "keratin/keratin.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const bool is_zip = size > 1 && data[0] == 'P' && data[1] == 'K';
  static const std::string name = "/dev/shm/keratin_fuzz_" + std::to_string(::getpid());
  const std::string path = name + (is_zip ? ".keras" : ".h5");
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  try {
    keratin::load_model(path);
  } catch (const keratin::ValueError&) {
  } catch (const keratin::IOError&) {
  }
  return 0;
}
