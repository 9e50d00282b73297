#pragma once

#include "keratin/layers/image_layer.hpp"
#include "keratin/padding.hpp"
#include "keratin/size2d.hpp"
#include "keratin/size3d.hpp"

namespace keratin {

namespace kernels {
struct Pooling;
}

namespace layers {

/// The named arguments of MaxPooling1D, MaxPooling2D and MaxPooling3D, in Keras's order. `Size` is an int, a
/// Size2D or a Size3D.
template <class Size>
struct MaxPoolingOptions {
  Size pool_size = 2;
  Size strides = None;            ///< None: pool_size
  std::string padding = "valid";  ///< or "same": output size = input size / stride, rounded up
  std::string data_format = {};   ///< "channels_last" (the default) or "channels_first"
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// The named arguments of AveragePooling1D, AveragePooling2D and AveragePooling3D, in Keras's order.
template <class Size>
struct AveragePoolingOptions {
  Size strides = None;            ///< None: pool_size
  std::string padding = "valid";  ///< or "same": output size = input size / stride, rounded up
  std::string data_format = {};   ///< "channels_last" (the default) or "channels_first"
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

}  // namespace layers

enum class PoolMode { max, average };

/// The windows of a pooling; those of images have a depth of 1, those of sequences also one row.
struct PoolWindows {
  Size3D pool_size, strides;
};

/// MaxPooling2D and AveragePooling2D, or with rank 3 those of sequences, or with rank 5 those of volumes.
template <int rank>
class BasePooling : public ImageLayer<FusingLayer, rank> {
 public:
  [[nodiscard]] bool can_fuse(const Fusion& fusion) const override;
  [[nodiscard]] bool commutes_with_rectifier() const override { return mode_ == PoolMode::max; }
  View forward_fused(View x, const Fusion& fusion, Tape& tape) const override;
  View backward_fused(View dy, const Fusion& fusion, Tape& tape) const override;

 protected:
  /// Throws ValueError for sizes that are not positive, an unknown padding and an unknown data_format.
  template <class Options>
  BasePooling(std::string_view class_name, PoolMode mode, const PoolWindows& windows, const Options& options)
      : ImageLayer<FusingLayer, rank>(class_name, options), mode_(mode), windows_(windows) {
    check_arguments(options.padding);
  }

  [[nodiscard]] Shape image_shape(const Shape& input_shape) const override;
  View forward_images(View x, Tape& tape) const override { return forward_fused(x, {}, tape); }
  View backward_images(View dy, Tape& tape) const override { return backward_fused(dy, {}, tape); }

 private:
  void check_arguments(const std::string& padding);
  [[nodiscard]] kernels::Pooling geometry(const Shape& input_shape) const;

  PoolMode mode_;
  PoolWindows windows_;
  Padding padding_ = Padding::valid;
};

extern template class BasePooling<3>;
extern template class BasePooling<4>;
extern template class BasePooling<5>;

}  // namespace keratin
