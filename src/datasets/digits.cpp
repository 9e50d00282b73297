#include "keratin/datasets/digits.hpp"

#include <cstddef>
#include <iterator>

namespace keratin::datasets::digits {
namespace {

constexpr std::size_t rows = 8;
constexpr std::size_t columns = 8;
constexpr std::size_t pixels = rows * columns;

/// One digit per line: its pixels row by row, 0 to 9 and a to g for 10 to 16; then its label.
constexpr char lines[][pixels + 2] = {
#include "datasets/digits_data.inc"
};

int decode(char character) { return character <= '9' ? character - '0' : character - 'a' + 10; }

}  // namespace

Digits load_data() {
  const std::size_t count = std::size(lines);
  Digits digits{Tensor::from_shape({count, rows, columns, 1}), xt::xarray<int>::from_shape({count})};
  float* pixel = digits.images.data();
  int* label = digits.labels.data();
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < pixels; ++i) *pixel++ = static_cast<float>(decode(line[i]));
    *label++ = decode(line[pixels]);
  }
  return digits;
}

}  // namespace keratin::datasets::digits
