#include "layers/common/window.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "keratin/shape.hpp"
#include "layers/common/dimension.hpp"
#include "nearest_name.hpp"
#include "utils/conv_transpose_length.hpp"
#include "utils/lower_case.hpp"

namespace keratin::layers {

Padding parse_padding(const Layer& layer, const std::string& text, Causal causal) {
  const std::string lower = utils::lower_case(text);
  if (lower == "valid") return Padding::valid;
  if (lower == "same") return Padding::same;
  if (lower == "causal" && causal == Causal::known) return Padding::causal;
  std::vector<std::string> known = {"valid", "same"};
  if (causal == Causal::known) known.emplace_back("causal");
  layer.fail(fmt::format("unknown padding {}", among_known(text, known)));
}

namespace {

bool allowed(int size) { return size >= 1 && size <= largest_window; }

}  // namespace

void check_positive(const Layer& layer, const char* what, int size) {
  if (allowed(size)) return;
  layer.fail(fmt::format("{} must be from 1 to {}, but received {}.", what, largest_window, size));
}

void check_positive(const Layer& layer, const char* what, Size2D size) {
  if (allowed(size.rows) && allowed(size.columns)) return;
  layer.fail(fmt::format("{} must be from 1 to {}, but received ({}, {}).", what, largest_window, size.rows,
                         size.columns));
}

void check_positive(const Layer& layer, const char* what, Size3D size) {
  if (allowed(size.depth) && allowed(size.rows) && allowed(size.columns)) return;
  layer.fail(fmt::format("{} must be from 1 to {}, but received ({}, {}, {}).", what, largest_window,
                         size.depth, size.rows, size.columns));
}

kernels::Axis window_axis(int input, int window, int stride, int dilation, Padding padding) {
  if (input == None) return {None, None, window, stride, dilation, 0};
  const int reach = (window - 1) * dilation + 1;
  if (padding == Padding::valid) {
    return {input, reach > input ? 0 : (input - reach) / stride + 1, window, stride, dilation, 0};
  }
  const int output = (input - 1) / stride + 1;
  if (padding == Padding::causal) return {input, output, window, stride, dilation, reach - 1};
  const int padded = std::max((output - 1) * stride - input + reach, 0);
  return {input, output, window, stride, dilation, padded / 2};
}

kernels::Axis transposed_window_axis(const Layer& layer, int input, int window, int stride, int dilation,
                                     Padding padding, std::optional<int> output_padding) {
  if (input == None) return {None, None, window, stride, dilation, 0};
  const std::int64_t reach = (window - 1) * dilation + 1, apart = std::int64_t{input - 1} * stride;
  const bool is_same = padding == Padding::same;
  const std::int64_t output =
      utils::conv_transpose_length({input, window, stride, dilation, is_same, output_padding});
  const std::int64_t cropped = is_same ? std::max<std::int64_t>(apart + reach - output, 0) / 2 : 0;
  return {output_dimension(layer, output), input, window, stride, dilation, static_cast<int>(cropped)};
}

}  // namespace keratin::layers
