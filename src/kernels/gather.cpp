#include "kernels/gather.hpp"

#include "kernels/parallel.hpp"

namespace keratin::kernels {

void gather_rows(std::size_t count, std::size_t columns, const float* indices, const float* table, float* y) {
  parallel_for(count, columns, [=](std::size_t i) {
    std::copy_n(table + static_cast<std::size_t>(indices[i]) * columns, columns, y + i * columns);
  });
}

void add_to_rows(std::size_t count, std::size_t columns, const float* indices, const float* x, float* table) {
  constexpr std::size_t part = 16;  // rows may meet, so that threads share the columns
  parallel_parts(columns, part, count, [=](std::size_t begin, std::size_t end) {
    for (std::size_t i = 0; i < count; ++i) {
      float* row = table + static_cast<std::size_t>(indices[i]) * columns;
      for (std::size_t column = begin; column < end; ++column) row[column] += x[i * columns + column];
    }
  });
}

}  // namespace keratin::kernels
