#include "kernels/pad.hpp"

#include "kernels/parallel.hpp"

namespace keratin::kernels {

void pad(const Frame& frame, float value, const float* inner, float* outer) {
  parallel_for(frame.batch * frame.outer_rows(), frame.outer_row(), [&](std::size_t index) {
    const std::size_t image = index / frame.outer_rows(), row = index % frame.outer_rows();
    float* to = outer + index * frame.outer_row();
    if (row < frame.top || row >= frame.top + frame.rows) {
      std::fill_n(to, frame.outer_row(), value);
      return;
    }
    to = std::fill_n(to, frame.left * frame.channels, value);
    to = std::copy_n(inner + (image * frame.rows + row - frame.top) * frame.inner_row(), frame.inner_row(),
                     to);
    std::fill_n(to, frame.right * frame.channels, value);
  });
}

void crop(const Frame& frame, const float* outer, float* inner) {
  parallel_for(frame.batch * frame.rows, frame.inner_row(), [&](std::size_t index) {
    const std::size_t image = index / frame.rows, row = frame.top + index % frame.rows;
    const float* from =
        outer + (image * frame.outer_rows() + row) * frame.outer_row() + frame.left * frame.channels;
    std::copy_n(from, frame.inner_row(), inner + index * frame.inner_row());
  });
}

}  // namespace keratin::kernels
