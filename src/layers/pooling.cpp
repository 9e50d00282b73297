#include "layers/pooling.hpp"

#include "layers/sequence.hpp"

namespace keratin::layers {

kernels::Pooling pooling_of(const Shape& input_shape, Size2D pool_size, Size2D strides, Padding padding) {
  if (strides == Size2D(None)) strides = pool_size;
  return {static_cast<std::size_t>(input_shape[0]), static_cast<std::size_t>(input_shape[3]),
          window_axis(input_shape[1], pool_size.rows, strides.rows, 1, padding),
          window_axis(input_shape[2], pool_size.columns, strides.columns, 1, padding)};
}

kernels::Pooling sequence_pooling_of(const Shape& input_shape, int pool_size, int strides, Padding padding) {
  return pooling_of(as_picture(input_shape), {1, pool_size}, {1, strides == None ? pool_size : strides},
                    padding);
}

void check_pooling(const Layer& layer, int pool_size, int strides) {
  check_positive(layer, "pool_size", pool_size);
  if (strides != None) check_positive(layer, "strides", strides);
}

void check_pooling(const Layer& layer, Size2D pool_size, Size2D strides) {
  check_positive(layer, "pool_size", pool_size);
  if (strides != Size2D(None)) check_positive(layer, "strides", strides);
}

Shape pooled_shape(const Shape& input_shape, const kernels::Pooling& pooling) {
  return {input_shape[0], pooling.rows.small, pooling.columns.small, input_shape[3]};
}

}  // namespace keratin::layers
