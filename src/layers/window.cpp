#include "layers/window.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "keratin/shape.hpp"

namespace keratin::layers {

Padding parse_padding(const Layer& layer, const std::string& text) {
  std::string lower = text;
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (lower == "valid") return Padding::valid;
  if (lower == "same") return Padding::same;
  layer.fail(fmt::format("unknown padding \"{}\". Known: \"valid\", \"same\".", text));
}

void check_positive(const Layer& layer, const char* what, Size2D size) {
  const auto allowed = [](int n) { return n >= 1 && n <= largest_window; };
  if (allowed(size.rows) && allowed(size.columns)) return;
  layer.fail(fmt::format("{} must be from 1 to {}, but received ({}, {}).", what, largest_window, size.rows,
                         size.columns));
}

kernels::Axis window_axis(int input, int window, int stride, int dilation, Padding padding) {
  if (input == None) return {None, None, window, stride, dilation, 0};
  const int reach = (window - 1) * dilation + 1;
  if (padding == Padding::valid) {
    return {input, reach > input ? 0 : (input - reach) / stride + 1, window, stride, dilation, 0};
  }
  const int output = (input - 1) / stride + 1;
  const int padded = std::max((output - 1) * stride - input + reach, 0);
  return {input, output, window, stride, dilation, padded / 2};
}

}  // namespace keratin::layers
