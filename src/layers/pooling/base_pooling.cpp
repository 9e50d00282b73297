#include "keratin/layers/pooling/base_pooling.hpp"

#include "kernels/pool.hpp"
#include "layers/common/fused.hpp"
#include "layers/common/volume.hpp"
#include "layers/common/window.hpp"

namespace keratin {

using namespace layers;

template <int rank>
void BasePooling<rank>::check_arguments(const std::string& padding) {
  padding_ = parse_padding(*this, padding);
  check_positive(*this, "pool_size", size_in_rank<rank>(windows_.pool_size));
  check_positive(*this, "strides", size_in_rank<rank>(windows_.strides));
}

template <int rank>
kernels::Pooling BasePooling<rank>::geometry(const Shape& input_shape) const {
  const Shape x = as_volume(input_shape);
  const auto axis = [&](int size, int Size3D::*side) {
    return window_axis(size, windows_.pool_size.*side, windows_.strides.*side, 1, padding_);
  };
  return {static_cast<std::size_t>(x[0]), static_cast<std::size_t>(x[4]), axis(x[1], &Size3D::depth),
          axis(x[2], &Size3D::rows), axis(x[3], &Size3D::columns)};
}

template <int rank>
Shape BasePooling<rank>::image_shape(const Shape& input_shape) const {
  const kernels::Pooling pooling = geometry(input_shape);
  return in_rank(
      {input_shape[0], pooling.depth.small, pooling.rows.small, pooling.columns.small, input_shape.back()},
      rank);
}

template <int rank>
bool BasePooling<rank>::can_fuse(const Fusion& fusion) const {
  return mode_ == PoolMode::max && this->channels_last() && fusion.upsampling == Size2D(1) &&
         fusion.affine == nullptr && !fusion.adds && !fusion.is_part;
}

template <int rank>
View BasePooling<rank>::forward_fused(View x, const Fusion& fusion, Tape& tape) const {
  const Buffer y = tape.allocate(image_shape(x.shape()));
  if (mode_ == PoolMode::max) {
    kernels::max_pool(geometry(x.shape()), x.data(), rectifier_of(fusion), y.data());
  } else {
    kernels::average_pool(geometry(x.shape()), x.data(), y.data());
  }
  save_fused(*this, fusion, x, y, tape);
  return y;
}

template <int rank>
View BasePooling<rank>::backward_fused(View dy, const Fusion& fusion, Tape& tape) const {
  const auto [x, dz] = restore_fused(*this, fusion, dy, tape);
  const Buffer dx = tape.allocate(x.shape());
  if (mode_ == PoolMode::max) {
    kernels::max_pool_gradient(geometry(x.shape()), x.data(), dz.data(), dx.data());
  } else {
    kernels::average_pool_gradient(geometry(x.shape()), dz.data(), dx.data());
  }
  return dx;
}

template class BasePooling<3>;
template class BasePooling<4>;
template class BasePooling<5>;

}  // namespace keratin
