#include "kernels/conv/column_group.hpp"

#include "kernels/parallel.hpp"

namespace keratin::kernels {

namespace {

/// Calls copy(place in the whole, place in the part) for each row.
template <class Copy>
void for_each_row(const ColumnGroup& group, const Copy& copy) {
  const std::size_t width = group.width();
  parallel_rows(group.rows, width, 1,
                [&](std::size_t row) { copy(row * group.columns + group.index * width, row * width); });
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
