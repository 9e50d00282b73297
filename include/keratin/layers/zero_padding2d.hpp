#pragma once

#include "keratin/layers/layer.hpp"
#include "keratin/sides2d.hpp"

namespace keratin::layers {

struct ZeroPadding2DOptions {
  Sides2D padding = 1;  ///< {{top, bottom}, {left, right}}
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Zeros around pictures: (batch, rows, columns, channels) to (batch, top + rows + bottom, left + columns +
/// right, channels).
class ZeroPadding2D : public Layer {
 public:
  /// Throws ValueError for a negative padding.
  explicit ZeroPadding2D(Sides2D padding) : ZeroPadding2D(ZeroPadding2DOptions{.padding = padding}) {}

  /// The same; a template only so that `{{1, 2}, {3, 4}}` is a padding and not two options.
  template <int = 0>
  explicit ZeroPadding2D(const ZeroPadding2DOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
  [[nodiscard]] std::shared_ptr<Layer> clone() const override;

 private:
  ZeroPadding2DOptions options_;
};

}  // namespace keratin::layers
