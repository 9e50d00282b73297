#pragma once

#include "kernels/axis.hpp"
#include "kernels/conv/panels.hpp"

namespace keratin::kernels {

/// Product over any number of rows and all panels of a packed matrix.
struct RowProducts {
  std::size_t rows;
  const float* const* x;
  const std::size_t* offsets;
  std::size_t runs, length;
  const float* packed;
  Panels panels;
  float* const* y;
  Epilogue epilogue;
};

/// Some panels, only on this thread, in register blocks of nearly equal size.
void multiply_panels(const RowProducts& products, Range panels);

/// A matrix (inner, channels), where `transposed` in memory as (channels, inner), as panels.
void pack_matrix(const Panels& panels, const float* matrix, bool transposed, const float* bias,
                 float* packed);

/// y = the epilogue of x · packed + bias, for some panels, only on this thread: x (rows, inner), rows of y
/// `y_step` apart.
void multiply_matrix_panels(std::size_t rows, const float* x, const Panels& panels, const float* packed,
                            Range range, Epilogue epilogue, float* y, std::size_t y_step);

/// The same for all panels: y (rows, channels). On several threads.
void multiply_matrix(std::size_t rows, const float* x, const Panels& panels, const float* packed,
                     Epilogue epilogue, float* y);

}  // namespace keratin::kernels
