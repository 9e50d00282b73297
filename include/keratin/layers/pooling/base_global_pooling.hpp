#pragma once

#include "keratin/layers/pooling/base_pooling.hpp"

namespace keratin {

namespace layers {

/// The named arguments of the global poolings, in Keras's order.
struct GlobalPoolingOptions {
  std::string data_format = {};  ///< "channels_last" (the default) or "channels_first"
  bool keepdims = false;         ///< whether the output keeps the axes between, of size 1
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

}  // namespace layers

/// GlobalMaxPooling2D and GlobalAveragePooling2D, or with rank 3 those of sequences, or with rank 5 those of
/// volumes.
template <int rank>
class BaseGlobalPooling : public ImageLayer<Layer, rank> {
 protected:
  /// Throws ValueError for an unknown data_format.
  template <class Options>
  BaseGlobalPooling(std::string_view class_name, PoolMode mode, const Options& options)
      : ImageLayer<Layer, rank>(class_name, options), mode_(mode), keepdims_(options.keepdims) {}

  [[nodiscard]] Shape image_shape(const Shape& input_shape) const override;
  View forward_images(View x, Tape& tape) const override;
  View backward_images(View dy, Tape& tape) const override;

 private:
  PoolMode mode_;
  bool keepdims_;
};

extern template class BaseGlobalPooling<3>;
extern template class BaseGlobalPooling<4>;
extern template class BaseGlobalPooling<5>;

}  // namespace keratin
