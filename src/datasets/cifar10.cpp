#include "keratin/datasets/cifar10.hpp"

#include <fmt/format.h>

#include <vector>

#include "datasets/file.hpp"
#include "memory_error.hpp"

namespace keratin::datasets::cifar10 {

namespace {

constexpr std::size_t rows = 32, columns = 32, channels = 3, plane = rows * columns;
constexpr std::size_t record = 1 + channels * plane;
constexpr std::size_t max_samples_a_file = std::size_t{1} << 16;

/// Records of a label and three planes: red, green, blue.
Bytes read_records(const std::string& folder, const std::string& name) {
  const File file{folder, name, "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"};
  Bytes bytes = file.read(max_samples_a_file * record);
  if (bytes.empty() || bytes.size() % record != 0) {
    file.fail(fmt::format("its {} bytes are not images of {} bytes each", bytes.size(), record));
  }
  for (std::size_t label = 0; label < bytes.size(); label += record) {
    if (bytes[label] > 9)
      file.fail(fmt::format("image {} has label {}, over 9", label / record, bytes[label]));
  }
  return bytes;
}

Labelled load(const std::string& folder, const std::vector<std::string>& names) {
  std::vector<Bytes> files;
  std::size_t count = 0;
  for (const std::string& name : names) {
    files.push_back(read_records(folder, name));
    count += files.back().size() / record;
  }
  const int samples = static_cast<int>(count);
  Labelled data{empty_tensor({samples, rows, columns, channels}), new_array<int>({samples, 1})};
  float* value = data.x.data();
  int* label = data.y.data();
  for (const Bytes& bytes : files) {
    for (const std::uint8_t* next = bytes.data(); next != bytes.data() + bytes.size(); next += record) {
      *label++ = next[0];
      for (std::size_t pixel = 0; pixel < plane; ++pixel) {
        for (std::size_t channel = 0; channel < channels; ++channel)
          *value++ = next[1 + channel * plane + pixel];
      }
    }
  }
  return data;
}

}  // namespace

Split load_data(const std::string& path) {
  return {load(path, {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin",
                      "data_batch_5.bin"}),
          load(path, {"test_batch.bin"})};
}

}  // namespace keratin::datasets::cifar10
