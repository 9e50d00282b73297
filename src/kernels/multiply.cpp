#include "kernels/multiply.hpp"

#include <array>

#include "kernels/parallel.hpp"
#include "kernels/scratch.hpp"

namespace keratin::kernels {

namespace {

constexpr std::size_t most_rows = 16;  // of any instruction set's register block

void multiply_panel(const RowProducts& products, std::size_t panel) {
  const VectorKernels& kernels = vector_kernels();
  const std::size_t blocks = (products.rows + kernels.rows - 1) / kernels.rows;
  for (std::size_t block = 0; block < blocks; ++block) {
    const std::size_t begin = products.rows * block / blocks, end = products.rows * (block + 1) / blocks;
    std::array<float*, most_rows> y;
    for (std::size_t row = begin; row < end; ++row) {
      y[row - begin] = products.y[row] + products.panels.first_channel(panel);
    }
    kernels.multiply({.rows = end - begin,
                      .x = products.x + begin,
                      .offsets = products.offsets,
                      .runs = products.runs,
                      .length = products.length,
                      .panel = products.packed + products.panels.offset(panel),
                      .channels = products.panels.channels_of(panel),
                      .y = y.data(),
                      .epilogue = products.epilogue});
  }
}

}  // namespace

void multiply_panels(const RowProducts& products, Range panels) {
  for (std::size_t panel = panels.begin; panel < panels.end; ++panel) multiply_panel(products, panel);
}

void pack_matrix(const Panels& panels, const float* matrix, bool transposed, const float* bias,
                 float* packed) {
  parallel_for(panels.count(), 4 * panels.inner * panels.width(0), [&](std::size_t panel) {
    float* to = pack_row(panels, panel, bias, packed + panels.offset(panel));
    const MatrixRows rows{matrix, panels.inner, transposed ? 1 : panels.channels,
                          transposed ? panels.inner : 1};
    pack_rows(panels, panel, rows, to, panels.width(panel));
  });
}

void multiply_matrix_panels(std::size_t rows, const float* x, const Panels& panels, const float* packed,
                            Range range, Epilogue epilogue, float* y, std::size_t y_step) {
  struct InputRows;
  struct OutputRows;
  const auto** from = scratch<InputRows, const float*>(rows);
  auto** to = scratch<OutputRows, float*>(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    from[row] = x + row * panels.inner;
    to[row] = y + row * y_step;
  }
  const std::size_t offset = 0;
  multiply_panels({rows, from, &offset, 1, panels.inner, packed, panels, to, epilogue}, range);
}

void multiply_matrix(std::size_t rows, const float* x, const Panels& panels, const float* packed,
                     Epilogue epilogue, float* y) {
  const std::size_t largest = 16 * vector_kernels().rows, parts = (rows + largest - 1) / largest;
  parallel_for(panels.count() * parts, 2 * rows * panels.inner * panels.width(0) / parts, [&](std::size_t i) {
    const std::size_t begin = rows * (i % parts) / parts, end = rows * (i % parts + 1) / parts,
                      panel = i / parts;
    multiply_matrix_panels(end - begin, x + begin * panels.inner, panels, packed, {panel, panel + 1},
                           epilogue, y + begin * panels.channels, panels.channels);
  });
}

}  // namespace keratin::kernels
