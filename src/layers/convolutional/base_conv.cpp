#include "keratin/layers/convolutional/base_conv.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "layers/common/convolution.hpp"
#include "layers/common/fused.hpp"
#include "layers/common/volume.hpp"
#include "layers/common/window.hpp"

namespace keratin {

using namespace layers;

namespace {

std::string text_of(int size) { return std::to_string(size); }
std::string text_of(Size2D size) { return fmt::format("({}, {})", size.rows, size.columns); }
std::string text_of(Size3D size) { return fmt::format("({}, {}, {})", size.depth, size.rows, size.columns); }

/// What UpSampling1D or UpSampling2D makes of images of shape `x`.
Shape enlarged_shape(const Shape& x, Size2D factor) {
  Shape volume = as_volume(x);
  volume[2] *= factor.rows;
  volume[3] *= factor.columns;
  return in_rank(volume, x.rank());
}

}  // namespace

template <int rank>
BaseConv<rank>::~BaseConv() = default;

template <int rank>
BaseConv<rank>::BaseConv(BaseConv&&) noexcept = default;

template <int rank>
void BaseConv<rank>::set_padding(const std::string& padding) {
  const bool knows_causal = rank == 3 && !windows_.transposed;
  padding_ = parse_padding(*this, padding, knows_causal ? Causal::known : Causal::unknown);
}

template <int rank>
void BaseConv<rank>::check_arguments() {
  const auto kernel_size = size_in_rank<rank>(windows_.kernel_size),
             strides = size_in_rank<rank>(windows_.strides),
             dilation_rate = size_in_rank<rank>(windows_.dilation_rate);
  if (filters_ <= 0) this->fail(fmt::format("filters must be positive, but received {}.", filters_));
  check_positive(*this, "kernel_size", kernel_size);
  check_positive(*this, "strides", strides);
  check_positive(*this, "dilation_rate", dilation_rate);
  if (windows_.strides != Size3D(1) && windows_.dilation_rate != Size3D(1)) {
    this->fail(fmt::format("strides {} cannot be combined with dilation_rate {}: one of them must be 1.",
                           text_of(strides), text_of(dilation_rate)));
  }
  const int groups = windows_.groups;
  if (groups <= 0) this->fail(fmt::format("groups must be positive, but received {}.", groups));
  if (filters_ % groups != 0)
    this->fail(fmt::format("filters must be a multiple of groups {}, but received {}.", groups, filters_));
  if (windows_.output_padding) check_output_padding();
  packed_ = std::make_shared<PackedWeights>();
}

template <int rank>
void BaseConv<rank>::check_output_padding() const {
  const Size3D added = *windows_.output_padding, strides = windows_.strides;
  const auto fits = [&](int Size3D::*side) { return added.*side >= 0 && added.*side < strides.*side; };
  if (fits(&Size3D::depth) && fits(&Size3D::rows) && fits(&Size3D::columns)) return;
  this->fail(fmt::format("output_padding must be from 0 to less than the strides {}, but received {}.",
                         text_of(size_in_rank<rank>(strides)), text_of(size_in_rank<rank>(added))));
}

template <int rank>
kernels::TapConv BaseConv<rank>::geometry(const Shape& input_shape) const {
  const Shape x = as_volume(input_shape);
  const auto axis = [&](int size, int Size3D::*side) {
    const int kernel_size = windows_.kernel_size.*side, strides = windows_.strides.*side,
              dilation_rate = windows_.dilation_rate.*side;
    if (!windows_.transposed) return window_axis(size, kernel_size, strides, dilation_rate, padding_);
    const auto added =
        windows_.output_padding ? std::optional((*windows_.output_padding).*side) : std::nullopt;
    return transposed_window_axis(*this, size, kernel_size, strides, dilation_rate, padding_, added);
  };
  const kernels::Axis depth = axis(x[1], &Size3D::depth), rows = axis(x[2], &Size3D::rows),
                      columns = axis(x[3], &Size3D::columns);
  if (windows_.transposed) return tap_conv_of(x, rows, columns, filters_, x[4], depth);
  return tap_conv_of(x, rows, columns, x[4] / windows_.groups, filters_ / windows_.groups, depth);
}

template <int rank>
Shape BaseConv<rank>::image_shape(const Shape& input_shape) const {
  const kernels::TapConv conv = geometry(input_shape);
  const auto size = [&](const kernels::Axis& axis) { return windows_.transposed ? axis.large : axis.small; };
  return in_rank({input_shape[0], size(conv.depth), size(conv.rows), size(conv.columns), filters_}, rank);
}

template <int rank>
void BaseConv<rank>::build(const Shape& input_shape) {
  const int channels = this->fix_channels(input_shape), groups = windows_.groups;
  if (channels % groups != 0) {
    this->fail(
        fmt::format("the channels of its input must be a multiple of groups {}, but received shape {}.",
                    groups, to_string(input_shape)));
  }
  const Size3D size = windows_.kernel_size;
  Shape kernel;
  if (rank > 4) kernel.push_back(size.depth);
  if (rank > 3) kernel.push_back(size.rows);
  kernel.push_back(size.columns);
  kernel.push_back(windows_.transposed ? filters_ : channels / groups);
  kernel.push_back(windows_.transposed ? channels : filters_);
  kernel_ = this->add_weight("kernel", kernel, kernel_initializer_, kernel_options_);
  if (use_bias_) bias_ = this->add_weight("bias", {filters_}, bias_initializer_, bias_options_);
}

template <int rank>
bool BaseConv<rank>::can_fuse(const Fusion& fusion) const {
  constexpr int most = 8;
  if (!this->channels_last() || (fusion.adds && fusion.is_part)) return false;
  if (windows_.groups > 1 && (fusion.adds || fusion.is_part)) return false;
  if (fusion.upsampling == Size2D(1)) return true;
  return !windows_.transposed && windows_.strides == Size3D(1) && windows_.dilation_rate == Size3D(1) &&
         fusion.upsampling.rows <= most && fusion.upsampling.columns <= most;
}

template <int rank>
View BaseConv<rank>::forward_fused(View x, const Fusion& fusion, Tape& tape) const {
  const Shape enlarged = enlarged_shape(x.shape(), fusion.upsampling);
  const Buffer y = allocate_output(*this, image_shape(enlarged), fusion, tape);
  const auto direction = windows_.transposed ? kernels::Direction::to_large : kernels::Direction::to_small;
  convolve({geometry(enlarged), direction}, {*kernel_, bias_, *packed_, windows_.groups}, fusion, x, tape, y);
  save_fused(*this, fusion, x, y, tape);
  return y;
}

template <int rank>
View BaseConv<rank>::backward_fused(View dy, const Fusion& fusion, Tape& tape) const {
  const auto [x, dz] = restore_fused(*this, fusion, dy, tape);
  const Shape enlarged = enlarged_shape(x.shape(), fusion.upsampling);
  const auto direction = windows_.transposed ? kernels::Direction::to_large : kernels::Direction::to_small;
  return convolve_backward({geometry(enlarged), direction}, {*kernel_, bias_, *packed_, windows_.groups},
                           fusion, x, dz, tape);
}

template <int rank>
std::size_t BaseConv<rank>::multiply_adds(const Shape& input_shape) const {
  this->require_built();
  const Shape pixels = windows_.transposed ? input_shape : this->compute_output_shape(input_shape);
  return pixels.element_count() / kernels::as_size(kernel_->shape().back()) * kernel_->size();
}

template class BaseConv<3>;
template class BaseConv<4>;
template class BaseConv<5>;

}  // namespace keratin
