#include "support/reference_windows.hpp"

namespace keratin::reference {

namespace {

/// Calls visit(d, r, c) for all places of three sizes.
template <class Visit>
void for_each_place(int depth, int rows, int columns, Visit visit) {
  for (int d = 0; d < depth; ++d)
    for (int r = 0; r < rows; ++r)
      for (int c = 0; c < columns; ++c) visit(d, r, c);
}

/// Calls visit(b, d, r, c, channel) for every element of a rank-5 shape.
template <class Visit>
void for_each(const Shape& shape, Visit visit) {
  for (int b = 0; b < shape[0]; ++b)
    for_each_place(shape[1], shape[2], shape[3], [&](int d, int r, int c) {
      for (int channel = 0; channel < shape[4]; ++channel) visit(b, d, r, c, channel);
    });
}

/// Calls visit(b, d, r, c of the small volume, tap's d, r, c, d, r, c of the large volume) for all that meet.
template <class Visit>
void for_each_meeting(const Shape& small, const Shape& kernel, const Shape& large, Triple strides,
                      Triple dilation, const std::array<int, 3>& before, Visit visit) {
  for (int b = 0; b < small[0]; ++b)
    for_each_place(small[1], small[2], small[3], [&](int d, int r, int c) {
      for_each_place(kernel[0], kernel[1], kernel[2], [&](int i, int j, int k) {
        const int large_d = d * strides[0] + i * dilation[0] - before[0],
                  large_r = r * strides[1] + j * dilation[1] - before[1],
                  large_c = c * strides[2] + k * dilation[2] - before[2];
        if (inside(large_d, large[1]) && inside(large_r, large[2]) && inside(large_c, large[3]))
          visit(b, Triple{d, r, c}, Triple{i, j, k}, Triple{large_d, large_r, large_c});
      });
    });
}

/// Calls store(y element, what its window holds).
template <class Store>
Array pool_windows3d(const Array& x, Triple pool, Triple strides, Padding padding, Store store) {
  const auto size = [&](std::size_t axis) {
    return pooled_size(x.shape[static_cast<int>(axis) + 1], pool[axis], strides[axis], padding);
  };
  Array y = zeros({x.shape[0], size(0), size(1), size(2), x.shape[4]});
  for_each(y.shape, [&](int b, int d, int r, int c, int channel) {
    const auto along = [&](int axis, int output) {
      const auto number = static_cast<std::size_t>(axis);
      return window(output, x.shape[axis + 1], y.shape[axis + 1], pool[number], strides[number], padding);
    };
    const Window depth = along(0, d), rows = along(1, r), columns = along(2, c);
    Pooled pooled;
    for_each_place(depth.end - depth.begin, rows.end - rows.begin, columns.end - columns.begin,
                   [&](int i, int j, int k) {
                     const double value =
                         x.at(b, depth.begin + i, rows.begin + j, columns.begin + k, channel);
                     pooled.largest = std::max(pooled.largest, value);
                     pooled.sum += value;
                     ++pooled.count;
                   });
    store(y.at(b, d, r, c, channel), pooled);
  });
  return y;
}

/// The shape with `sign` times the sides around it.
Shape framed(Shape shape, const std::array<Pair, 3>& sides, int sign) {
  for (int axis = 0; axis < 3; ++axis) {
    const Pair& ends = sides[static_cast<std::size_t>(axis)];
    shape[axis + 1] += sign * (ends[0] + ends[1]);
  }
  return shape;
}

}  // namespace

Array conv3d(const Array& x, const Array& kernel, const Array& bias, Triple strides, Padding padding,
             Triple dilation) {
  Shape shape{x.shape[0]};
  Triple before{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const int number = static_cast<int>(axis);
    const Extent extent =
        conv_extent(x.shape[number + 1], kernel.shape[number], strides[axis], padding, dilation[axis]);
    shape.push_back(extent.size);
    before[axis] = extent.before;
  }
  shape.push_back(kernel.shape[4]);
  const int inputs = kernel.shape[3], filters = kernel.shape[4] / (x.shape[4] / inputs);
  Array y = filled_with_bias(shape, bias);
  for_each_meeting(y.shape, kernel.shape, x.shape, strides, dilation, before,
                   [&](int b, Triple to, Triple tap, Triple from) {
                     for (int in = 0; in < inputs; ++in)
                       for (int out = 0; out < kernel.shape[4]; ++out)
                         y.at(b, to[0], to[1], to[2], out) +=
                             x.at(b, from[0], from[1], from[2], out / filters * inputs + in) *
                             kernel.at(tap[0], tap[1], tap[2], in, out);
                   });
  return y;
}

Array conv3d_transpose(const Array& x, const Array& kernel, const Array& bias, Triple strides,
                       Padding padding, std::optional<Triple> output_padding, Triple dilation) {
  Shape shape{x.shape[0]};
  Triple before{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::optional<int> extra = output_padding ? std::optional((*output_padding)[axis]) : std::nullopt;
    const int number = static_cast<int>(axis);
    const Extent extent = transpose_extent(x.shape[number + 1], kernel.shape[number], strides[axis], padding,
                                           extra, dilation[axis]);
    shape.push_back(extent.size);
    before[axis] = extent.before;
  }
  shape.push_back(kernel.shape[3]);
  Array y = filled_with_bias(shape, bias);
  for_each_meeting(x.shape, kernel.shape, y.shape, strides, dilation, before,
                   [&](int b, Triple from, Triple tap, Triple to) {
                     for (int out = 0; out < kernel.shape[3]; ++out)
                       for (int in = 0; in < kernel.shape[4]; ++in)
                         y.at(b, to[0], to[1], to[2], out) += x.at(b, from[0], from[1], from[2], in) *
                                                              kernel.at(tap[0], tap[1], tap[2], out, in);
                   });
  return y;
}

Array upsample3d(const Array& x, Triple size) {
  const Shape& shape = x.shape;
  Array y = zeros({shape[0], shape[1] * size[0], shape[2] * size[1], shape[3] * size[2], shape[4]});
  for_each(y.shape, [&](int b, int d, int r, int c, int channel) {
    y.at(b, d, r, c, channel) = x.at(b, d / size[0], r / size[1], c / size[2], channel);
  });
  return y;
}

Array max_pool3d(const Array& x, Triple pool, Triple strides, Padding padding) {
  return pool_windows3d(x, pool, strides, padding,
                        [](double& y, const Pooled& pooled) { y = pooled.largest; });
}

Array average_pool3d(const Array& x, Triple pool, Triple strides, Padding padding) {
  return pool_windows3d(x, pool, strides, padding,
                        [](double& y, const Pooled& pooled) { y = pooled.sum / pooled.count; });
}

Array zero_padding3d(const Array& x, const std::array<Pair, 3>& padding) {
  Array y = zeros(framed(x.shape, padding, 1));
  for_each(x.shape, [&](int b, int d, int r, int c, int channel) {
    y.at(b, d + padding[0][0], r + padding[1][0], c + padding[2][0], channel) = x.at(b, d, r, c, channel);
  });
  return y;
}

Array cropping3d(const Array& x, const std::array<Pair, 3>& cropping) {
  Array y = zeros(framed(x.shape, cropping, -1));
  for_each(y.shape, [&](int b, int d, int r, int c, int channel) {
    y.at(b, d, r, c, channel) = x.at(b, d + cropping[0][0], r + cropping[1][0], c + cropping[2][0], channel);
  });
  return y;
}

}  // namespace keratin::reference
