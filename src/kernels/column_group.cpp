#include "kernels/column_group.hpp"

#include "kernels/parallel.hpp"

namespace keratin::kernels {

namespace {

/// Calls copy(place in the whole, place in the part) for each row.
template <class Copy>
void for_each_row(const ColumnGroup& group, const Copy& copy) {
  const std::size_t width = group.width(), rows_in_a_part = std::max<std::size_t>(1, 16'384 / width);
  parallel_parts(group.rows, rows_in_a_part, width, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row)
      copy(row * group.columns + group.index * width, row * width);
  });
}

}  // namespace

void take_group(const ColumnGroup& group, const float* whole, float* part) {
  for_each_row(group, [=, width = group.width()](std::size_t from, std::size_t to) {
    std::copy_n(whole + from, width, part + to);
  });
}

void put_group(const ColumnGroup& group, const float* part, float* whole) {
  for_each_row(group, [=, width = group.width()](std::size_t to, std::size_t from) {
    std::copy_n(part + from, width, whole + to);
  });
}

}  // namespace keratin::kernels
