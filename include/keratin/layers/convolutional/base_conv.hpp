#pragma once

#include <optional>

#include "keratin/layers/image_layer.hpp"
#include "keratin/padding.hpp"
#include "keratin/size2d.hpp"
#include "keratin/size3d.hpp"

namespace keratin {

class PackedWeights;

namespace kernels {
struct TapConv;
}

namespace layers {

/// The named arguments of Conv1D, Conv2D and Conv3D, in Keras's order. `Size` is an int, a Size2D or a
/// Size3D.
template <class Size>
struct ConvOptions {
  Size strides = 1;
  std::string padding =
      "valid";  ///< or "same": output size = input size / stride, rounded up; Conv1D: or "causal"
  std::string data_format = {};  ///< "channels_last" (the default) or "channels_first"
  Size dilation_rate = 1;
  int groups = 1;  ///< groups of channels; each filter reads one group
  Identifier<activations::Function> activation = {};
  bool use_bias = true;
  Identifier<initializers::Initializer> kernel_initializer = "glorot_uniform";
  Identifier<initializers::Initializer> bias_initializer = "zeros";
  Identifier<regularizers::Regularizer> kernel_regularizer = {};
  Identifier<regularizers::Regularizer> bias_regularizer = {};
  Identifier<regularizers::Regularizer> activity_regularizer = {};  ///< of the outputs
  Identifier<constraints::Constraint> kernel_constraint = {};
  Identifier<constraints::Constraint> bias_constraint = {};
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// The named arguments of Conv1DTranspose, Conv2DTranspose and Conv3DTranspose, in Keras's order.
template <class Size>
struct ConvTransposeOptions {
  Size strides = 1;
  std::string padding = "valid";            ///< or "same": output size = input size · stride
  std::optional<Size> output_padding = {};  ///< added to the output's size; smaller than the strides
  std::string data_format = {};             ///< "channels_last" (the default) or "channels_first"
  Size dilation_rate = 1;
  Identifier<activations::Function> activation = {};
  bool use_bias = true;
  Identifier<initializers::Initializer> kernel_initializer = "glorot_uniform";
  Identifier<initializers::Initializer> bias_initializer = "zeros";
  Identifier<regularizers::Regularizer> kernel_regularizer = {};
  Identifier<regularizers::Regularizer> bias_regularizer = {};
  Identifier<regularizers::Regularizer> activity_regularizer = {};  ///< of the outputs
  Identifier<constraints::Constraint> kernel_constraint = {};
  Identifier<constraints::Constraint> bias_constraint = {};
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

}  // namespace layers

/// The geometry of a convolution's windows; those of images have a depth of 1, those of sequences also one
/// row.
struct ConvWindows {
  Size3D kernel_size, strides, dilation_rate;
  int groups = 1;
  bool transposed = false;
  std::optional<Size3D> output_padding = {};  ///< of a transposed one
};

/// Conv2D and Conv2DTranspose; with rank 3 Conv1D and Conv1DTranspose, with rank 5 Conv3D and
/// Conv3DTranspose.
template <int rank>
class BaseConv : public ImageLayer<FusingLayer, rank> {
 public:
  ~BaseConv() override;
  BaseConv(BaseConv&&) noexcept;

  void build(const Shape& input_shape) override;
  [[nodiscard]] bool can_fuse(const Fusion& fusion) const override;
  View forward_fused(View x, const Fusion& fusion, Tape& tape) const override;
  View backward_fused(View dy, const Fusion& fusion, Tape& tape) const override;
  [[nodiscard]] std::size_t multiply_adds(const Shape& input_shape) const override;

 protected:
  /// Throws ValueError for arguments that are impossible or do not fit each other.
  template <class Options>
  BaseConv(std::string_view class_name, int filters, const ConvWindows& windows, const Options& options)
      : ImageLayer<FusingLayer, rank>(class_name, options), filters_(filters), windows_(windows) {
    set_padding(options.padding);
    kernel_initializer_ = initializers::get(options.kernel_initializer);
    bias_initializer_ = initializers::get(options.bias_initializer);
    use_bias_ = options.use_bias;
    kernel_options_ = weight_options(options.kernel_regularizer, options.kernel_constraint);
    bias_options_ = weight_options(options.bias_regularizer, options.bias_constraint);
    check_arguments();
    this->set_activation(options.activation);
    this->set_activity_regularizer(options.activity_regularizer);
  }

  [[nodiscard]] Shape image_shape(const Shape& input_shape) const override;
  View forward_images(View x, Tape& tape) const override { return forward_fused(x, {}, tape); }
  View backward_images(View dy, Tape& tape) const override { return backward_fused(dy, {}, tape); }

 private:
  void set_padding(const std::string& padding);
  void check_arguments();
  void check_output_padding() const;
  [[nodiscard]] kernels::TapConv geometry(const Shape& input_shape) const;

  int filters_;
  ConvWindows windows_;
  Padding padding_ = Padding::valid;
  bool use_bias_ = true;
  std::shared_ptr<const initializers::Initializer> kernel_initializer_, bias_initializer_;
  WeightOptions kernel_options_, bias_options_;
  Weight* kernel_ = nullptr;
  Weight* bias_ = nullptr;
  std::shared_ptr<PackedWeights> packed_;
};

extern template class BaseConv<3>;
extern template class BaseConv<4>;
extern template class BaseConv<5>;

}  // namespace keratin
