#include "layers/described.hpp"

#include "layers/common/dtype.hpp"

namespace keratin {

Shape layers::read_input_shape(ConfigReader& reader) {
  Config dtype, batch_input_shape;
  reader("dtype", dtype);
  check_dtype(dtype);
  reader("batch_input_shape", batch_input_shape);
  Shape shape;
  if (batch_input_shape.is_none()) return shape;
  read_argument("batch_input_shape", batch_input_shape, shape);
  return shape.without_batch();
}

Config Layer::get_config() const {
  return Config::entries({{"name", name_}, {"trainable", trainable_}, {"dtype", "float32"}});
}

}  // namespace keratin
