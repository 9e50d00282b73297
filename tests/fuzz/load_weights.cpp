// Damaged files of weights: a seed of each kind is in tests/golden/files.
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <string>

#include "keratin/keratin.hpp"

namespace {

keratin::Sequential make_model() {
  using namespace keratin::layers;
  keratin::Sequential model;
  model.add(Dense(3, {.input_shape = {4}, .name = "first"}));
  model.add(Dense(2, {.name = "second"}));
  return model;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string path = "/dev/shm/keratin_fuzz_" + std::to_string(::getpid()) + ".h5";
  static keratin::Sequential model = make_model();
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  for (const bool by_name : {false, true}) {
    try {
      model.load_weights(path, {.by_name = by_name});
    } catch (const keratin::ValueError&) {
    } catch (const keratin::IOError&) {
    }
  }
  return 0;
}
