#ifdef KERATIN_HAS_ZLIB
#include <zlib.h>
#endif

#include <filesystem>
#include <string>

#include "datasets/files.hpp"
#include "keratin/datasets/mnist.hpp"
#include "keratin/error.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"

namespace keratin::test_mnist {
namespace {

using namespace testing;
using Catch::Matchers::Contains;
using datasets::mnist::load_data;

constexpr std::size_t pixels = 28 * 28;

/// Three digits to train with and two to test with.
class Files : public Folder {
 public:
  Files() {
    write_bytes(file("train-images-idx3-ubyte"), idx({3, 28, 28}, counted(3 * pixels)));
    write_bytes(file("train-labels-idx1-ubyte"), idx({3}, {5, 0, 9}));
    write_bytes(file("t10k-images-idx3-ubyte"), idx({2, 28, 28}, counted(2 * pixels, 7)));
    write_bytes(file("t10k-labels-idx1-ubyte"), idx({2}, {1, 2}));
  }

  datasets::Split load() const { return load_data(file("")); }

  /// What load_data() says with `bytes` in place of one file.
  std::string error_with(const std::string& name, const Octets& bytes) const {
    write_bytes(file(name), bytes);
    try {
      static_cast<void>(load());
    } catch (const IOError& error) {
      return error.what();
    }
    return "no IOError";
  }
};

Octets cut(Octets bytes, std::size_t size) {
  bytes.resize(size);
  return bytes;
}

}  // namespace

TEST_CASE("mnist::load_data() reads the four files") {
  const auto [train, test] = Files().load();
  CHECK(shape_of(train.x) == Shape{3, 28, 28});
  CHECK(shape_of(test.x) == Shape{2, 28, 28});
  for (std::size_t i = 0; i < train.x.size(); ++i) REQUIRE(train.x.data()[i] == static_cast<float>(i % 251));
  for (std::size_t i = 0; i < test.x.size(); ++i)
    REQUIRE(test.x.data()[i] == static_cast<float>((7 + i) % 251));
  CHECK((train.y == xt::xarray<int>{5, 0, 9}));
  CHECK((test.y == xt::xarray<int>{1, 2}));
}

TEST_CASE("mnist::load_data() says which file is missing and where to get it") {
  CHECK_THROWS_AS(load_data("/nowhere"), IOError);
  CHECK_THROWS_WITH(
      load_data("/nowhere"),
      Contains("train-images-idx3-ubyte") && Contains("https://storage.googleapis.com/cvdf-datasets/mnist/"));
  const Files files;
  std::filesystem::remove(files.file("t10k-labels-idx1-ubyte"));
  CHECK_THROWS_WITH(files.load(), Contains("t10k-labels-idx1-ubyte") && Contains("there is no such file"));
  CHECK_THROWS_AS(load_data(files.file("train-images-idx3-ubyte")), IOError);
}

TEST_CASE("mnist::load_data() refuses what is cut off, at every length") {
  const Files files;
  const Octets labels = idx({3}, {5, 0, 9}), images = idx({3, 28, 28}, counted(3 * pixels));
  for (std::size_t size = 0; size < labels.size(); ++size) {
    CHECK_THAT(files.error_with("train-labels-idx1-ubyte", cut(labels, size)),
               Contains("train-labels-idx1-ubyte' cannot be read: it "));
  }
  for (std::size_t size : {0, 3, 15, 16, 17, 16 + 784, 16 + 3 * 784 - 1, 16 + 3 * 784 + 1}) {
    CHECK_THAT(files.error_with("train-images-idx3-ubyte", cut(images, size)),
               Contains("train-images-idx3-ubyte' cannot be read: it "));
  }
}

TEST_CASE("mnist::load_data() refuses counts that do not fit the file, without memory for them") {
  const Files files;
  CHECK_THAT(files.error_with("train-images-idx3-ubyte", idx({0xffffffff, 28, 28}, counted(pixels))),
             Contains("should hold 4294967295 elements of 784 bytes, but 784 bytes follow"));
  CHECK_THAT(files.error_with("train-images-idx3-ubyte", idx({1, 0xffffffff, 0xffffffff}, counted(pixels))),
             Contains("its images have 4294967295x4294967295 pixels, but should have 28x28"));
  CHECK_THAT(files.error_with("train-images-idx3-ubyte", idx({1, 0, 28}, {})), Contains("have 0x28 pixels"));
  CHECK_THAT(files.error_with("train-images-idx3-ubyte", idx({0, 28, 28}, {})), Contains("it holds nothing"));
  CHECK_THAT(files.error_with("train-images-idx3-ubyte", idx({4, 28, 28}, counted(4 * pixels))),
             Contains("train-labels-idx1-ubyte' cannot be read: it holds 3 labels for 4 images"));
}

TEST_CASE("mnist::load_data() refuses files of another kind") {
  const Files files;
  CHECK_THAT(files.error_with("t10k-labels-idx1-ubyte", idx({2}, {1, 10})), Contains("a label over 9"));
  CHECK_THAT(files.error_with("t10k-labels-idx1-ubyte", idx({2, 28, 28}, counted(2 * pixels))),
             Contains("does not begin as an IDX file of bytes with 1 dimension"));
  Octets floats = idx({2}, {1, 2});
  floats[2] = 0x0d;
  CHECK_THAT(files.error_with("t10k-labels-idx1-ubyte", floats), Contains("does not begin as an IDX file"));
  CHECK_THAT(files.error_with("t10k-labels-idx1-ubyte", {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0}),
             Contains("does not begin as an IDX file"));
}

#ifdef KERATIN_HAS_ZLIB

namespace {

void pack(const Files& files, const std::string& name, const Octets& bytes) {
  std::filesystem::remove(files.file(name));
  const gzFile stream = gzopen(files.file(name + ".gz").c_str(), "wb");
  REQUIRE(gzwrite(stream, bytes.data(), static_cast<unsigned>(bytes.size())) ==
          static_cast<int>(bytes.size()));
  REQUIRE(gzclose(stream) == Z_OK);
}

}  // namespace

TEST_CASE("mnist::load_data() reads .gz files, and refuses damaged ones") {
  const Files files;
  const std::string name = "train-labels-idx1-ubyte", packed = files.file(name + ".gz");
  pack(files, name, idx({3}, {1, 2, 3}));
  CHECK((files.load().train.y == xt::xarray<int>{1, 2, 3}));

  const auto size = std::filesystem::file_size(packed);
  std::filesystem::resize_file(packed, size - 9);
  CHECK_THROWS_WITH(files.load(),
                    Contains("train-labels-idx1-ubyte' cannot be read: its compressed data end too early"));

  write_bytes(packed, {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0xff, 0xff});
  CHECK_THROWS_WITH(files.load(), Contains("its compressed data are damaged"));

  pack(files, name, Octets(std::size_t{1} << 20));
  CHECK_THROWS_WITH(files.load(), Contains("it holds more than 262152 bytes"));
}

#endif

}  // namespace keratin::test_mnist
