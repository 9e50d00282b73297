#include <algorithm>
#include <cmath>

#include "support/reference_windows.hpp"

namespace keratin::reference {

namespace {

/// Calls visit(b, r, c, channel) for every element of a rank-4 shape.
template <class Visit>
void for_each(const Shape& shape, Visit visit) {
  for (int b = 0; b < shape[0]; ++b)
    for (int r = 0; r < shape[1]; ++r)
      for (int c = 0; c < shape[2]; ++c)
        for (int channel = 0; channel < shape[3]; ++channel) visit(b, r, c, channel);
}

struct Neighbours {
  int low, high;
  double weight;  ///< of `high`
};

Neighbours neighbours(int output, int factor, int size) {
  const double source = (output + 0.5) / factor - 0.5;
  const int low = static_cast<int>(std::floor(source));
  return {std::clamp(low, 0, size - 1), std::clamp(low + 1, 0, size - 1), source - low};
}

/// Calls store(y element, what its window holds).
template <class Store>
Array pool_windows(const Array& x, Pair pool, Pair strides, Padding padding, Store store) {
  Array y = zeros({x.shape[0], pooled_size(x.shape[1], pool[0], strides[0], padding),
                   pooled_size(x.shape[2], pool[1], strides[1], padding), x.shape[3]});
  for_each(y.shape, [&](int b, int r, int c, int channel) {
    const Window rows = window(r, x.shape[1], y.shape[1], pool[0], strides[0], padding);
    const Window columns = window(c, x.shape[2], y.shape[2], pool[1], strides[1], padding);
    Pooled pooled;
    for (int i = rows.begin; i < rows.end; ++i)
      for (int j = columns.begin; j < columns.end; ++j) {
        pooled.largest = std::max(pooled.largest, x.at(b, i, j, channel));
        pooled.sum += x.at(b, i, j, channel);
        ++pooled.count;
      }
    store(y.at(b, r, c, channel), pooled);
  });
  return y;
}

Array global(Array pooled, bool keepdims) {
  if (!keepdims) pooled.shape = {pooled.shape[0], pooled.shape[3]};
  return pooled;
}

}  // namespace

Array upsample_nearest(const Array& x, Pair size) {
  Array y = zeros({x.shape[0], x.shape[1] * size[0], x.shape[2] * size[1], x.shape[3]});
  for_each(y.shape, [&](int b, int r, int c, int channel) {
    y.at(b, r, c, channel) = x.at(b, r / size[0], c / size[1], channel);
  });
  return y;
}

Array upsample_bilinear(const Array& x, Pair size) {
  Array y = zeros({x.shape[0], x.shape[1] * size[0], x.shape[2] * size[1], x.shape[3]});
  for_each(y.shape, [&](int b, int r, int c, int channel) {
    const Neighbours rows = neighbours(r, size[0], x.shape[1]);
    const Neighbours columns = neighbours(c, size[1], x.shape[2]);
    const auto along_row = [&](int row) {
      return (1 - columns.weight) * x.at(b, row, columns.low, channel) +
             columns.weight * x.at(b, row, columns.high, channel);
    };
    y.at(b, r, c, channel) = (1 - rows.weight) * along_row(rows.low) + rows.weight * along_row(rows.high);
  });
  return y;
}

Array max_pool(const Array& x, Pair pool, Pair strides, Padding padding) {
  return pool_windows(x, pool, strides, padding, [](double& y, const Pooled& pooled) { y = pooled.largest; });
}

Array average_pool(const Array& x, Pair pool, Pair strides, Padding padding) {
  return pool_windows(x, pool, strides, padding,
                      [](double& y, const Pooled& pooled) { y = pooled.sum / pooled.count; });
}

Array global_max_pool(const Array& x, bool keepdims) {
  return global(max_pool(x, {x.shape[1], x.shape[2]}, {1, 1}, Padding::valid), keepdims);
}

Array global_average_pool(const Array& x, bool keepdims) {
  return global(average_pool(x, {x.shape[1], x.shape[2]}, {1, 1}, Padding::valid), keepdims);
}

Array zero_padding(const Array& x, Sides padding) {
  const auto [rows, columns] = padding;
  Array y =
      zeros({x.shape[0], x.shape[1] + rows[0] + rows[1], x.shape[2] + columns[0] + columns[1], x.shape[3]});
  for_each(x.shape, [&](int b, int r, int c, int channel) {
    y.at(b, r + padding[0][0], c + padding[1][0], channel) = x.at(b, r, c, channel);
  });
  return y;
}

Array cropping(const Array& x, Sides cropping) {
  const auto [rows, columns] = cropping;
  Array y =
      zeros({x.shape[0], x.shape[1] - rows[0] - rows[1], x.shape[2] - columns[0] - columns[1], x.shape[3]});
  for_each(y.shape, [&](int b, int r, int c, int channel) {
    y.at(b, r, c, channel) = x.at(b, r + cropping[0][0], c + cropping[1][0], channel);
  });
  return y;
}

}  // namespace keratin::reference
