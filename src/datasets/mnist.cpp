#include "keratin/datasets/mnist.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <map>
#include <numeric>

#include "datasets/file.hpp"
#include "keratin/utils/npy.hpp"
#include "memory_error.hpp"

namespace keratin::datasets::mnist {

namespace {

constexpr std::size_t rows = 28, columns = 28, pixels = rows * columns;
constexpr std::size_t max_samples = std::size_t{1} << 18;

/// Four bytes, big-endian, at position 4 · `index`.
std::size_t big_endian(const Bytes& bytes, std::size_t index) {
  return std::accumulate(bytes.begin() + static_cast<std::ptrdiff_t>(4 * index),
                         bytes.begin() + static_cast<std::ptrdiff_t>(4 * index + 4), std::size_t{0},
                         [](std::size_t number, std::uint8_t byte) { return number << 8 | byte; });
}

/// The elements of an IDX file of bytes: two zeros, 8 for bytes, the rank, each dimension in four bytes, then
/// the elements. Every dimension but the first is as in `sample`.
Bytes read_elements(const File& file, const std::vector<std::size_t>& sample) {
  const std::size_t rank = sample.size() + 1, header = 4 * (rank + 1);
  const std::size_t size = std::accumulate(sample.begin(), sample.end(), std::size_t{1}, std::multiplies<>());
  Bytes bytes = file.read(header + max_samples * size);
  if (bytes.size() < header || big_endian(bytes, 0) != (8U << 8 | rank)) {
    file.fail(fmt::format("it does not begin as an IDX file of bytes with {} dimension{}", rank,
                          rank == 1 ? "" : "s"));
  }
  for (std::size_t axis = 0; axis < sample.size(); ++axis) {
    if (big_endian(bytes, axis + 2) == sample[axis]) continue;
    file.fail(fmt::format("its images have {}x{} pixels, but should have {}x{}", big_endian(bytes, 2),
                          big_endian(bytes, 3), rows, columns));
  }
  const std::size_t count = big_endian(bytes, 1), held = bytes.size() - header;
  if (count == 0) file.fail("it holds nothing");
  if (held % size != 0 || held / size != count) {
    file.fail(fmt::format("it should hold {} elements of {} byte{}, but {} bytes follow", count, size,
                          size == 1 ? "" : "s", held));
  }
  bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(header));
  return bytes;
}

Labelled load(const std::string& folder, const std::string& prefix) {
  const std::string source = "https://storage.googleapis.com/cvdf-datasets/mnist/";
  const File images{folder, prefix + "-images-idx3-ubyte", source},
      labels{folder, prefix + "-labels-idx1-ubyte", source};
  const Bytes x = read_elements(images, {rows, columns}), y = read_elements(labels, {});
  const std::size_t count = x.size() / pixels;
  if (y.size() != count) labels.fail(fmt::format("it holds {} labels for {} images", y.size(), count));
  if (std::any_of(y.begin(), y.end(), [](std::uint8_t label) { return label > 9; }))
    labels.fail("it holds a label over 9");
  const int samples = static_cast<int>(count);
  Labelled data{empty_tensor({samples, rows, columns}), new_array<int>({samples})};
  std::copy(x.begin(), x.end(), data.x.data());
  std::copy(y.begin(), y.end(), data.y.data());
  return data;
}

using Arrays = std::map<std::string, Tensor>;

const Tensor& array_of(const File& file, const Arrays& arrays, const std::string& name, Shape shape) {
  const auto found = arrays.find(name);
  if (found == arrays.end()) file.fail(fmt::format("it holds no array '{}'", name));
  const Shape actual = shape_of(found->second);
  if (compatible(actual, shape) && actual[0] > 0) return found->second;
  file.fail(fmt::format("its array '{}' has the shape {}, but should have {}", name, to_string(actual),
                        to_string(shape)));
}

/// Throws unless all values are whole numbers from 0 to `most`.
void check_values(const File& file, const std::string& name, const Tensor& values, float most) {
  const auto is_bad = [most](float value) {
    return !(value >= 0.0f && value <= most && value == std::floor(value));
  };
  if (std::any_of(values.begin(), values.end(), is_bad))
    file.fail(fmt::format("its array '{}' should hold whole numbers from 0 to {}", name, most));
}

Labelled part_of(const File& file, const Arrays& arrays, const std::string& part) {
  const Tensor& x = array_of(file, arrays, "x_" + part, {None, 28, 28});
  const Tensor& y = array_of(file, arrays, "y_" + part, {None});
  if (y.size() != x.shape(0))
    file.fail(fmt::format("it holds {} labels for {} images of '{}'", y.size(), x.shape(0), part));
  check_values(file, "x_" + part, x, 255.0f);
  check_values(file, "y_" + part, y, 9.0f);
  return {x, xt::cast<int>(y)};
}

Split load_archive(const std::string& path) {
  const File file{"", path, "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"};
  if (!std::filesystem::exists(file.path()))
    file.fail(fmt::format("there is no such file. Download it from {}", file.source));
  const Arrays arrays = utils::load_npz(path);
  return {part_of(file, arrays, "train"), part_of(file, arrays, "test")};
}

}  // namespace

Split load_data(const std::string& path) {
  if (path.ends_with(".npz")) return load_archive(path);
  return {load(path, "train"), load(path, "t10k")};
}

}  // namespace keratin::datasets::mnist
