#pragma once

#include "keratin/layers/layer.hpp"
#include "keratin/padding.hpp"
#include "keratin/size2d.hpp"

namespace keratin::kernels {
struct Pooling;
}

namespace keratin::layers {

struct AveragePooling2DOptions {
  Size2D strides = None;          ///< None: pool_size
  std::string padding = "valid";  ///< or "same": output size = input size / stride, rounded up
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// The mean of each window of a picture, of its pixels inside the picture alone: (batch, rows, columns,
/// channels) to (batch, new rows, new columns, channels).
class AveragePooling2D : public Layer {
 public:
  /// Throws ValueError for sizes that are not positive and for an unknown padding.
  explicit AveragePooling2D(Size2D pool_size, const AveragePooling2DOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
  [[nodiscard]] std::shared_ptr<Layer> clone() const override;

 private:
  [[nodiscard]] kernels::Pooling geometry(const Shape& input_shape) const;

  Size2D pool_size_;
  AveragePooling2DOptions options_;
  Padding padding_;
};

}  // namespace keratin::layers
