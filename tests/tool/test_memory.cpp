// What the program `keratin` needs for large files, beside the memory of the sanitizers.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

#include <string>

#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "support/catch.hpp"
#include "support/damaged_files.hpp"
#include "support/folder.hpp"
#include "support/killed.hpp"
#include "support/program.hpp"

namespace keratin::test_memory {

TEST_CASE("keratin convert: a model in another form needs about three times its file") {
  const testing::Folder folder;
  layers::DenseOptions options;
  options.use_bias = false;
  options.kernel_initializer = "zeros";
  options.input_dim = 4096;
  Sequential model;
  model.add(layers::Dense(4096, options));
  const long file = 64 * 1024, program = 32 * 1024;  // KiB
  for (const std::string source : {"m.keras", "m.h5"}) {
    model.save(folder.file(source));
    for (const std::string made : {"n.keras", "n.h5", "n.weights.h5", "n.onnx", "n.cpp", "n.json"}) {
      INFO(source << " to " << made);
      CHECK(testing::in_child([&] {
        return testing::run_keratin_bare({"convert", folder.file(source), folder.file(made), "--quiet"}) ==
                   0 &&
               testing::peak_memory_in_kib(RUSAGE_CHILDREN) < 7 * file / 2 + program;
      }));
    }
  }
}

}  // namespace keratin::test_memory

#endif
