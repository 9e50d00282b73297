#pragma once

#include <cstddef>

namespace keratin::kernels {

/// How the numbers between pixels come about.
enum class Interpolation { nearest, bilinear, bicubic, lanczos3, lanczos5, area };

/// Images (batch, rows, columns, channels) made into images of new_rows · new_columns pixels, as
/// TensorFlow makes them: a pixel's center lies half a pixel from its edges.
struct Resizing {
  std::size_t batch, rows, columns, channels, new_rows, new_columns;
  Interpolation interpolation;
  bool antialias =
      false;  ///< whether a smaller image takes all pixels into account; not for nearest and area

  [[nodiscard]] std::size_t row() const { return columns * channels; }
  [[nodiscard]] std::size_t new_row() const { return new_columns * channels; }

  /// Whether four pixels make one, in TensorFlow's order of float operations.
  [[nodiscard]] bool plain_bilinear() const { return interpolation == Interpolation::bilinear && !antialias; }
};

void resize(const Resizing& shape, const float* x, float* y);
void resize_gradient(const Resizing& shape, const float* dy, float* dx);

}  // namespace keratin::kernels
