#include <filesystem>
#include <string>

#include "datasets/files.hpp"
#include "keratin/datasets/cifar10.hpp"
#include "keratin/error.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"

namespace keratin::test_cifar10 {
namespace {

using namespace testing;
using Catch::Matchers::Contains;
using datasets::cifar10::load_data;

constexpr std::size_t plane = 32 * 32;

Octets record(std::uint8_t label, std::size_t seed) {
  Octets bytes = counted(1 + 3 * plane, seed);
  bytes[0] = label;
  return bytes;
}

/// An image in each file, two in the fifth.
class Files : public Folder {
 public:
  Files() {
    for (std::uint8_t i = 1; i <= 5; ++i)
      write_bytes(file("data_batch_" + std::to_string(i) + ".bin"), record(i, i));
    Octets two = record(5, 5);
    const Octets second = record(0, 6);
    two.insert(two.end(), second.begin(), second.end());
    write_bytes(file("data_batch_5.bin"), two);
    write_bytes(file("test_batch.bin"), record(9, 9));
  }
};

}  // namespace

TEST_CASE("cifar10::load_data() reads the six files, channels last") {
  const Files files;
  const auto [train, test] = load_data(files.file(""));
  CHECK(shape_of(train.x) == Shape{6, 32, 32, 3});
  CHECK(shape_of(test.x) == Shape{1, 32, 32, 3});
  CHECK(shape_of(train.y) == Shape{6, 1});
  CHECK(std::vector<int>(train.y.begin(), train.y.end()) == std::vector<int>{1, 2, 3, 4, 5, 0});
  CHECK(shape_of(test.y) == Shape{1, 1});
  CHECK(test.y(0, 0) == 9);
  for (std::size_t n = 0; n < 6; ++n) {
    for (std::size_t row = 0; row < 32; ++row) {
      for (std::size_t channel = 0; channel < 3; ++channel) {
        const std::size_t place = 1 + channel * plane + row * 32 + 17;
        REQUIRE(train.x(n, row, 17, channel) == static_cast<float>((n + 1 + place) % 251));
      }
    }
  }
}

TEST_CASE("cifar10::load_data() refuses what is missing or damaged") {
  const Files files;
  const auto error_with = [&](const Octets& bytes) {
    write_bytes(files.file("data_batch_3.bin"), bytes);
    try {
      static_cast<void>(load_data(files.file("")));
    } catch (const IOError& error) {
      return std::string(error.what());
    }
    return std::string("no IOError");
  };
  CHECK_THAT(error_with({}),
             Contains("data_batch_3.bin' cannot be read: its 0 bytes are not images of 3073 bytes"));
  for (std::size_t size : {1, 3072, 3074, 2 * 3073 - 1}) {
    CHECK_THAT(error_with(Octets(size)), Contains(std::to_string(size) + " bytes are not images"));
  }
  CHECK_THAT(error_with(record(10, 0)), Contains("image 0 has label 10, over 9"));
  std::filesystem::remove(files.file("data_batch_3.bin"));
  CHECK_THROWS_WITH(
      load_data(files.file("")),
      Contains("data_batch_3.bin") && Contains("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"));
  CHECK_THROWS_AS(load_data("/nowhere"), IOError);
}

}  // namespace keratin::test_cifar10
