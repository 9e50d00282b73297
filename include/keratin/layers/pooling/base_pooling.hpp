#pragma once

#include "keratin/layers/image_layer.hpp"
#include "keratin/padding.hpp"
#include "keratin/size2d.hpp"
#include "keratin/size3d.hpp"

namespace keratin {

namespace kernels {
struct Pooling;
}

enum class PoolMode { max, average };

/// MaxPooling2D and AveragePooling2D, or with rank 3 those of sequences, or with rank 5 those of volumes. The
/// windows of images have a depth of 1, those of sequences also one row.
template <int rank>
class BasePooling : public ImageLayer<Layer, rank> {
 protected:
  /// Throws ValueError for sizes that are not positive, an unknown padding and an unknown data_format.
  template <class Options>
  BasePooling(std::string_view class_name, PoolMode mode, Size3D pool_size, Size3D strides,
              const Options& options)
      : ImageLayer<Layer, rank>(class_name, options), mode_(mode), pool_size_(pool_size), strides_(strides) {
    check_arguments(options.padding);
  }

  [[nodiscard]] Shape image_shape(const Shape& input_shape) const override;
  View forward_images(View x, Tape& tape) const override;
  View backward_images(View dy, Tape& tape) const override;

 private:
  void check_arguments(const std::string& padding);
  [[nodiscard]] kernels::Pooling geometry(const Shape& input_shape) const;

  PoolMode mode_;
  Size3D pool_size_, strides_;
  Padding padding_ = Padding::valid;
};

extern template class BasePooling<3>;
extern template class BasePooling<4>;
extern template class BasePooling<5>;

}  // namespace keratin
