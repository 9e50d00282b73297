#include "kernels/pad.hpp"

#include "kernels/parallel.hpp"

namespace keratin::kernels {

void pad(const Frame& frame, float value, const float* inner, float* outer) {
  const std::size_t rows = frame.batch * frame.outer_planes() * frame.outer_rows();
  parallel_for(rows, frame.outer_row(), [&](std::size_t index) {
    const std::size_t row = index % frame.outer_rows(),
                      plane = index / frame.outer_rows() % frame.outer_planes(),
                      image = index / frame.outer_rows() / frame.outer_planes();
    float* to = outer + index * frame.outer_row();
    const bool inside = plane >= frame.front && plane < frame.front + frame.planes && row >= frame.top &&
                        row < frame.top + frame.rows;
    if (!inside) {
      std::fill_n(to, frame.outer_row(), value);
      return;
    }
    to = std::fill_n(to, frame.left * frame.channels, value);
    const std::size_t from = (image * frame.planes + plane - frame.front) * frame.rows + row - frame.top;
    to = std::copy_n(inner + from * frame.inner_row(), frame.inner_row(), to);
    std::fill_n(to, frame.right * frame.channels, value);
  });
}

void crop(const Frame& frame, const float* outer, float* inner) {
  parallel_for(frame.batch * frame.planes * frame.rows, frame.inner_row(), [&](std::size_t index) {
    const std::size_t row = index % frame.rows + frame.top,
                      plane = index / frame.rows % frame.planes + frame.front,
                      image = index / frame.rows / frame.planes;
    const std::size_t from = (image * frame.outer_planes() + plane) * frame.outer_rows() + row;
    std::copy_n(outer + from * frame.outer_row() + frame.left * frame.channels, frame.inner_row(),
                inner + index * frame.inner_row());
  });
}

}  // namespace keratin::kernels
