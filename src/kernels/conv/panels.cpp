#include "kernels/conv/panels.hpp"

#include "kernels/conv/copy_few.hpp"

namespace keratin::kernels {

namespace {

/// Of channels that lie apart: a block of rows at a time, so that each line of the cache is read once.
void pack_transposed(const MatrixRows& matrix, std::size_t channels, float* to, std::size_t distance) {
  constexpr std::size_t block = 16;
  for (std::size_t begin = 0; begin < matrix.count; begin += block) {
    const std::size_t rows = std::min(block, matrix.count - begin);
    for (std::size_t channel = 0; channel < channels; ++channel) {
      const float* numbers = matrix.numbers + begin + channel * matrix.channel_step;
      for (std::size_t row = 0; row < rows; ++row) to[(begin + row) * distance + channel] = numbers[row];
    }
  }
}

}  // namespace

float* pack_row(const Panels& panels, std::size_t panel, const float* numbers, float* row) {
  if (numbers == nullptr) return std::fill_n(row, panels.width(panel), 0.0f);
  pack_rows(panels, panel, {.numbers = numbers, .count = 1, .row_step = 0, .channel_step = 1}, row, 0);
  return row + panels.width(panel);
}

void pack_rows(const Panels& panels, std::size_t panel, MatrixRows matrix, float* to, std::size_t distance) {
  const std::size_t channels = panels.channels_of(panel), left = panels.width(panel) - channels;
  matrix.numbers += panels.first_channel(panel) * matrix.channel_step;
  if (matrix.channel_step == 1) {
    for (std::size_t row = 0; row < matrix.count; ++row)
      copy_few(matrix.numbers + row * matrix.row_step, channels, to + row * distance);
  } else {
    pack_transposed(matrix, channels, to, distance);
  }
  for (std::size_t row = 0; left > 0 && row < matrix.count; ++row)
    std::fill_n(to + row * distance + channels, left, 0.0f);
}

}  // namespace keratin::kernels
