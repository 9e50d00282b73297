#pragma once

#include "keratin/layers/picture_layer.hpp"
#include "keratin/padding.hpp"

namespace keratin::kernels {
struct Pooling;
}

namespace keratin::layers {

struct AveragePooling1DOptions {
  int strides = None;             ///< None: pool_size
  std::string padding = "valid";  ///< or "same": output steps = input steps / stride, rounded up
  std::string data_format = {};   ///< "channels_last", also where empty, or "channels_first"
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// The mean of each window of a sequence, of its steps inside the sequence alone: (batch, steps, channels) to
/// (batch, new steps, channels).
class AveragePooling1D : public SequenceLayer<Layer> {
 public:
  /// Throws ValueError for sizes that are not positive, an unknown padding and an unknown
  /// data_format.
  explicit AveragePooling1D(int pool_size, const AveragePooling1DOptions& options = {});

  [[nodiscard]] std::shared_ptr<Layer> clone() const override;

 protected:
  [[nodiscard]] Shape picture_shape(const Shape& input_shape) const override;
  View forward_pictures(View x, Tape& tape) const override;
  View backward_pictures(View dy, Tape& tape) const override;

 private:
  [[nodiscard]] kernels::Pooling geometry(const Shape& input_shape) const;

  int pool_size_;
  AveragePooling1DOptions options_;
  Padding padding_;
};

}  // namespace keratin::layers
