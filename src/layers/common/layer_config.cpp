#include "layers/common/layer_config.hpp"

#include "layers/common/dtype.hpp"

namespace keratin {

LayerConfigReader::LayerConfigReader(const Config& config) : ConfigReader(config) {
  Config dtype;
  (*this)("dtype", dtype);
  check_dtype(dtype);
  Config batch_input_shape;
  (*this)("batch_input_shape", batch_input_shape);
  if (batch_input_shape.is_none()) return;
  read_argument("batch_input_shape", batch_input_shape, input_shape_);
  input_shape_ = input_shape_.without_batch();
}

Config Layer::get_config() const {
  return Config::entries({{"name", name_}, {"trainable", trainable_}, {"dtype", "float32"}});
}

}  // namespace keratin
