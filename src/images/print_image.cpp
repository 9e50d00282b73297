#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <iterator>
#include <optional>

#include "images/image.hpp"
#include "keratin/utils/image_utils.hpp"

namespace keratin::utils {

namespace {

using Color = std::array<std::uint8_t, 3>;

Color color_at(const Image& image, std::size_t row, std::size_t column) {
  const std::uint8_t* pixel = image.levels.data() + (row * image.columns + column) * image.channels;
  if (image.channels == 1) return {pixel[0], pixel[0], pixel[0]};
  return {pixel[0], pixel[1], pixel[2]};
}

/// Switches a terminal's color, 38 of characters or 48 of what is behind them, unless it has it already.
class Brush {
 public:
  explicit Brush(int code) : code_(code) {}

  void set(const Color& color, std::string& text) {
    if (color_ == color) return;
    color_ = color;
    fmt::format_to(std::back_inserter(text), "\x1b[{};2;{};{};{}m", code_, color[0], color[1], color[2]);
  }

 private:
  int code_;
  std::optional<Color> color_;
};

}  // namespace

std::string format_image(const Tensor& image, const PrintImageOptions& options) {
  const Image pixels = to_image(image, options.scale, "print_image");
  const std::size_t lines = (pixels.rows + 1) / 2;
  std::string text = options.redraw ? fmt::format("\x1b[{}A\r", lines) : "";
  for (std::size_t row = 0; row < pixels.rows; row += 2) {
    Brush upper(38), lower(48);
    for (std::size_t column = 0; column < pixels.columns; ++column) {
      upper.set(color_at(pixels, row, column), text);
      if (row + 1 < pixels.rows) lower.set(color_at(pixels, row + 1, column), text);
      text += "\u2580";
    }
    text += "\x1b[0m\n";
  }
  return text;
}

void print_image(const Tensor& image, const PrintImageOptions& options) {
  const std::string text = format_image(image, options);
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

}  // namespace keratin::utils
