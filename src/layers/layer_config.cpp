#include "layers/layer_config.hpp"

#include <fmt/format.h>

#include "config/known_classes.hpp"
#include "keratin/error.hpp"

namespace keratin {

namespace {

/// The name of a dtype, or of the policy in whose place it may stand.
std::string dtype_name(const Config& dtype) {
  if (dtype.as<std::string>() != nullptr || dtype.is_none()) {
    std::string name;
    read_argument("dtype", dtype, name);
    return name;
  }
  return read_serialized("dtype", dtype).config.get<std::string>("name");
}

}  // namespace

LayerConfigReader::LayerConfigReader(const Config& config) : ConfigReader(config) {
  Config dtype;
  (*this)("dtype", dtype);
  if (const std::string name = dtype_name(dtype); !name.empty() && name != "float32") {
    throw ValueError(fmt::format("its dtype is {}, but float32 alone is supported", name));
  }
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
