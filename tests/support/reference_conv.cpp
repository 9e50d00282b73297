#include "support/reference_windows.hpp"

namespace keratin::reference {

Array conv2d(const Array& x, const Array& kernel, const Array& bias, Pair strides, Padding padding,
             Pair dilation) {
  const Extent rows = conv_extent(x.shape[1], kernel.shape[0], strides[0], padding, dilation[0]);
  const Extent columns = conv_extent(x.shape[2], kernel.shape[1], strides[1], padding, dilation[1]);
  const int groups = x.shape[3] / kernel.shape[2];
  Array y = filled_with_bias({x.shape[0], rows.size, columns.size, kernel.shape[3]}, bias);
  for (int b = 0; b < y.shape[0]; ++b)
    for (int r = 0; r < y.shape[1]; ++r)
      for (int c = 0; c < y.shape[2]; ++c)
        for (int i = 0; i < kernel.shape[0]; ++i)
          for (int j = 0; j < kernel.shape[1]; ++j) {
            const int from_r = r * strides[0] + i * dilation[0] - rows.before;
            const int from_c = c * strides[1] + j * dilation[1] - columns.before;
            if (!inside(from_r, x.shape[1]) || !inside(from_c, x.shape[2])) continue;
            for (int in = 0; in < kernel.shape[2]; ++in)
              for (int out = 0; out < kernel.shape[3]; ++out) {
                const int group = out / (kernel.shape[3] / groups);
                y.at(b, r, c, out) +=
                    x.at(b, from_r, from_c, group * kernel.shape[2] + in) * kernel.at(i, j, in, out);
              }
          }
  return y;
}

Array depthwise_conv2d(const Array& x, const Array& kernel, const Array& bias, Pair strides, Padding padding,
                       Pair dilation) {
  const Shape& shape = kernel.shape;
  return conv2d(x, {{shape[0], shape[1], 1, shape[2] * shape[3]}, kernel.data}, bias, strides, padding,
                dilation);
}

Array conv2d_transpose(const Array& x, const Array& kernel, const Array& bias, Pair strides, Padding padding,
                       std::optional<Pair> output_padding, Pair dilation) {
  const auto extent = [&](std::size_t axis) {
    const std::optional<int> extra = output_padding ? std::optional((*output_padding)[axis]) : std::nullopt;
    const int number = static_cast<int>(axis);
    return transpose_extent(x.shape[number + 1], kernel.shape[number], strides[axis], padding, extra,
                            dilation[axis]);
  };
  const Extent rows = extent(0);
  const Extent columns = extent(1);
  Array y = filled_with_bias({x.shape[0], rows.size, columns.size, kernel.shape[2]}, bias);
  for (int b = 0; b < x.shape[0]; ++b)
    for (int r = 0; r < x.shape[1]; ++r)
      for (int c = 0; c < x.shape[2]; ++c)
        for (int i = 0; i < kernel.shape[0]; ++i)
          for (int j = 0; j < kernel.shape[1]; ++j) {
            const int to_r = r * strides[0] + i * dilation[0] - rows.before;
            const int to_c = c * strides[1] + j * dilation[1] - columns.before;
            if (!inside(to_r, y.shape[1]) || !inside(to_c, y.shape[2])) continue;
            for (int out = 0; out < kernel.shape[2]; ++out)
              for (int in = 0; in < kernel.shape[3]; ++in)
                y.at(b, to_r, to_c, out) += x.at(b, r, c, in) * kernel.at(i, j, out, in);
          }
  return y;
}

}  // namespace keratin::reference
