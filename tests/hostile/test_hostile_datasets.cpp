// Data sets from elsewhere.
#include <array>
#include <string>

#include "datasets/files.hpp"
#include "keratin/datasets/cifar10.hpp"
#include "keratin/datasets/mnist.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/hostile.hpp"

namespace keratin::test_hostile_datasets {

using namespace testing;

TEST_CASE("hostile: data sets") {
  const Folder folder;
  check_hostile(hostile_cases(0.03), [&](std::mt19937& random) {
    static constexpr std::array<std::uint32_t, 7> sizes = {0, 1, 2, 28, 65536, 0x7fffffff, 0xffffffff};
    for (const char* name : {"train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
                             "t10k-labels-idx1-ubyte"}) {
      const std::uint32_t side = random() % 3 == 0 ? one_of(sizes, random) : 28;
      const std::uint32_t count = random() % 3 == 0 ? one_of(sizes, random) : 2;
      const Octets values = counted(random() % 3 == 0 ? random() % 2000 : 2 * 28 * 28);
      write_bytes(folder.file(name),
                  random() % 2 == 0 ? idx({count, side, 28}, values) : idx({count}, values));
    }
    datasets::mnist::load_data(folder.file(""));
  });
  check_hostile(hostile_cases(0.01), [&](std::mt19937& random) {
    for (int i = 1; i <= 6; ++i) {
      const std::string name = i == 6 ? "test_batch.bin" : "data_batch_" + std::to_string(i) + ".bin";
      write_bytes(folder.file(name), Octets(random() % 4 == 0 ? random() % 5000 : 3073,
                                            static_cast<std::uint8_t>(random() % 12)));
    }
    datasets::cifar10::load_data(folder.file(""));
  });
}

}  // namespace keratin::test_hostile_datasets
