#pragma once

#include "keratin/data_format.hpp"
#include "keratin/layers/fusing_layer.hpp"

namespace keratin {

/// A layer on images of either data format, or with rank 3 on sequences, or with rank 5 on volumes. It is
/// written for (batch, rows, columns, channels), (batch, steps, channels) or (batch, depth, rows, columns,
/// channels); channels_first data is transposed on the way in and out. `Base` is Layer or FusingLayer.
template <class Base, int rank = 4>
class ImageLayer : public Base {
 public:
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const final;
  View forward(View x, Tape& tape) const final;
  View backward(View dy, Tape& tape) const final;

 protected:
  /// Throws ValueError for an unknown data_format, which Keras gives most of these layers.
  template <class Options>
  ImageLayer(std::string_view class_name, const Options& options) : Base(class_name, options) {
    if constexpr (requires { options.data_format; }) {
      set_data_format(options.data_format);
    } else {
      set_data_format("channels_last");
    }
  }

  /// Whether this layer may be fused with adjacent layers.
  [[nodiscard]] bool channels_last() const { return data_format_ == DataFormat::channels_last; }

  /// The channels of an input, which later ones must have too. Throws ValueError if they are not known.
  int fix_channels(const Shape& input_shape);

  /// compute_output_shape(), forward() and backward() for channels that stand last.
  [[nodiscard]] virtual Shape image_shape(const Shape& input_shape) const = 0;
  virtual View forward_images(View x, Tape& tape) const = 0;
  virtual View backward_images(View dy, Tape& tape) const = 0;

 private:
  void set_data_format(const std::string& data_format);

  DataFormat data_format_ = DataFormat::channels_last;
};

/// A layer on sequences.
template <class Base>
using SequenceLayer = ImageLayer<Base, 3>;

extern template class ImageLayer<Layer>;
extern template class ImageLayer<FusingLayer>;
extern template class ImageLayer<Layer, 3>;
extern template class ImageLayer<FusingLayer, 3>;
extern template class ImageLayer<Layer, 5>;
extern template class ImageLayer<FusingLayer, 5>;

}  // namespace keratin
