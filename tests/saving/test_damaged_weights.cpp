#include <sys/stat.h>

#include <chrono>
#include <cstdlib>
#include <random>

#include "keratin/error.hpp"
#include "support/cases.hpp"
#include "support/catch.hpp"
#include "support/damaged_files.hpp"
#include "support/folder.hpp"
#include "support/weight_models.hpp"

namespace keratin::test_damaged_weights {
namespace {

using testing::Bytes;
using testing::content;
using testing::damaged;
using testing::Folder;
using testing::peak_memory_in_kib;
using testing::weights_path;
using testing::write;
/// Checks that the file is refused for this reason, and that the model stays as it was.
void check_refused(const std::string& path, const std::string& reason) {
  INFO(path);
  Sequential model = testing::dense_model();
  const std::vector<Tensor> before = model.get_weights();
  CHECK_THROWS_AS(model.load_weights(path), IOError);
  CHECK_THROWS_WITH(model.load_weights(path), "The file '" + path + "' cannot be read: " + reason + ".");
  CHECK(model.get_weights() == before);
}

/// Loads `count` damaged copies of a file: each is taken, or refused with the model left as it was.
void load_damaged(const std::string& path, const Sequential& model, int count) {
  const Folder folder;
  const Bytes whole = content(path);
  std::mt19937 random(11);
  Sequential loaded = model;
  testing::number_weights(loaded);
  int refused = 0;
  for (int i = 0; i < count; ++i) {
    write(folder.file("a.h5"), damaged(whole, random));
    try {
      loaded.load_weights(folder.file("a.h5"));
      testing::number_weights(loaded);
    } catch (const IOError&) {
      ++refused;
    } catch (const ValueError&) {
      ++refused;
    }
    if (i % 16 == 0) testing::check_numbered(loaded);
  }
  testing::check_numbered(loaded);
  CHECK(refused > count / 5);
  CHECK(refused < count);
}

/// The model of tests/golden/cases/containers/make.py.
Sequential contained_model() {
  Sequential model;
  model.add(layers::Input({5, 4, 2}));
  model.add(layers::Conv2D(7, {3, 2}, {.activation = "relu"}));
  model.add(layers::Flatten());
  model.add(layers::Dense(3, {.activation = "tanh"}));
  return model;
}

}  // namespace

TEST_CASE("load_weights: what is no file, or no HDF5 file") {
  const Folder folder;
  check_refused(folder.file("absent.h5"), "No such file or directory");
  check_refused(folder.path.string(), "it is a folder, but a file was expected");
  check_refused("/dev/zero", "it is no regular file");
  REQUIRE(::mkfifo(folder.file("pipe").c_str(), 0600) == 0);
  check_refused(folder.file("pipe"), "it is no regular file");
  const std::string expected =
      "expected an HDF5 file, as Keras writes with the endings .weights.h5 and .h5, but it does not begin "
      "like one";
  write(folder.file("empty.h5"), {});
  check_refused(folder.file("empty.h5"), expected);
  write(folder.file("text.h5"), Bytes(5000, 'a'));
  check_refused(folder.file("text.h5"), expected);
}

TEST_CASE("load_weights: what Keras does not write is rejected by name") {
  const auto kernel_refused = [](const std::string& name, const std::string& reason) {
    check_refused(weights_path("dense_" + name + ".h5"), "the array \"/layers/dense/vars/0\" " + reason);
  };
  kernel_refused("little_i4", "is of type integer of 4 bytes; expected float16, float32 or float64");
  kernel_refused("bfloat16", "is of type opaque type of 2 bytes; expected float16, float32 or float64");
  kernel_refused("external_storage", "keeps its values in another file");
  kernel_refused("virtual",
                 "keeps its values in other arrays; expected them in one piece, as Keras writes them");
  kernel_refused("unwritten", "has no values: they were never written");
  check_refused(weights_path("dense_soft_link.h5"),
                "\"/layers/dense/vars/0\" is a link to another place, which is not followed");
  check_refused(
      weights_path("dense_external_link.h5"),
      "the group \"/layers/dense/vars\" is kept in a way that Keras does not write, as groups with links to "
      "other files are");
  check_refused(
      weights_path("dense_latest.h5"),
      "expected version 0 of HDF5's format, which Keras writes, but received version 3: save it from Keras "
      "again");
  check_refused(weights_path("dense_no_values.h5"), "it is damaged, or holds an array without values");
  check_refused(weights_path("dense_group.h5"), "the array \"/layers/dense/vars/0\" is none, or damaged");
  check_refused(weights_path("dense_loop.h5"), "the array \"/layers/dense/vars/0\" is none, or damaged");
}

TEST_CASE("load_weights: an array that claims to be huge does not fit, whatever it claims") {
  Sequential model = testing::dense_model();
  CHECK_THROWS_AS(model.load_weights(weights_path("dense_huge.h5")), ValueError);
  CHECK_THROWS_WITH(model.load_weights(weights_path("dense_huge.h5")),
                    Catch::Matchers::Contains("has shape (1099511627776, 1048576)"));
}

TEST_CASE("load_weights: a file that was cut off") {
  const Folder folder;
  const Bytes whole = content(weights_path("dense.weights.h5"));
  for (std::size_t size = 96; size < whole.size(); size += 331) {
    write(folder.file("a.h5"), {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
    check_refused(folder.file("a.h5"), "it is incomplete: it should have " + std::to_string(whole.size()) +
                                           " bytes, but has " + std::to_string(size));
  }
}

TEST_CASE("load_weights: damaged files take neither long nor much memory") {
  const auto begin = std::chrono::steady_clock::now();
  [[maybe_unused]] const long memory = peak_memory_in_kib();
  const char* wanted = std::getenv("KERATIN_DAMAGED_FILES");
  const int count = wanted == nullptr ? 2000 : std::atoi(wanted);
  load_damaged(weights_path("conv.weights.h5"), testing::conv_model(), count / 3);
  load_damaged(weights_path("gan.tf_keras.h5"), testing::gan_model(), count / 3);
  for (const char* name : {"gzip_shuffle", "gzip_not_smaller", "double_gzip", "chunked_by_ones"}) {
    load_damaged(testing::case_path("containers/" + std::string(name) + ".weights.h5"), contained_model(),
                 count / 12);
  }
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(60));
#ifndef __SANITIZE_ADDRESS__  // which keeps freed memory for a while
  CHECK(peak_memory_in_kib() - memory < 64 * 1024);
#endif
}

}  // namespace keratin::test_damaged_weights
