// Layers that are other layers' arguments: beside the models, since any layer can be one.
#include "layers/inner_layer.hpp"

#include <fmt/format.h>

#include "keratin/error.hpp"
#include "layers/core/input_layer.hpp"
#include "models/deserialize.hpp"
#include "models/model_layer.hpp"
#include "models/operations.hpp"

namespace keratin {

void require_plain_layer(const Layer& layer, const Layer& inner) {
  if (dynamic_cast<const ModelLayer*>(&inner) != nullptr) {
    layer.fail(
        fmt::format("the model \"{}\" cannot be its argument: wrap each of its layers "
                    "instead.",
                    inner.name()));
  }
  if (is_written_as_operation(inner) || dynamic_cast<const layers::InputLayer*>(&inner) != nullptr)
    layer.fail(fmt::format("its argument must be a layer, but received \"{}\" ({}).", inner.name(),
                           inner.class_name()));
}

Config to_config(const InnerLayer& layer) {
  return layer.get() == nullptr ? Config() : serialize_layer(*layer.get());
}

void read_argument(std::string_view name, const Config& config, InnerLayer& layer) {
  try {
    layer = InnerLayer(deserialize_layer(config));
  } catch (const ValueError& error) {
    throw ValueError(fmt::format("the argument '{}': {}", name, error.what()));
  }
}

}  // namespace keratin
