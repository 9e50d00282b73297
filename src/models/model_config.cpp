// Sequential models in configs.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>

#include "config/reader.hpp"
#include "config/serialized.hpp"
#include "keratin/error.hpp"
#include "keratin/layers/core/input_layer.hpp"
#include "layers/common/dtype.hpp"
#include "layers/core/input_layer.hpp"
#include "layers/layer_access.hpp"
#include "models/deserialize.hpp"
#include "models/model_layer.hpp"
#include "models/trainer.hpp"

namespace keratin {

namespace {

Config input_layer(const Shape& input_shape, const std::string& name) {
  return to_config("keras.layers", {"InputLayer", Config::entries({{"batch_shape", to_config(input_shape)},
                                                                   {"dtype", "float32"},
                                                                   {"sparse", false},
                                                                   {"name", name}})});
}

/// Throws ValueError for an InputLayer that takes other things than numbers.
void check_input(const Config& config) {
  ConfigReader reader(config);
  for (const char* harmless :
       {"batch_shape", "batch_input_shape", "input_dtype", "name", "optional", "trainable"})
    reader.ignore(harmless);
  for (const char* kind : {"sparse", "ragged"}) reader.only(kind, false);
  Config dtype;
  reader("dtype", dtype);
  const std::string name = dtype_name(dtype);
  if (name == "string" || name == "bool") {
    throw ValueError(fmt::format("the model's input is of dtype {}; only numbers are supported", name));
  }
  reader.finish();
}

/// Of one sample.
Shape shape_of_input(const Config& config) {
  check_input(config);
  Shape shape;
  for (const char* name : {"batch_shape", "batch_input_shape"}) {
    if (const Config* entry = config.find(name)) read_argument(name, *entry, shape);
  }
  if (shape.rank() < 2) {
    throw ValueError(
        fmt::format("the shape of the model's input is missing, or has no dimension but the batch: {}",
                    to_string(config)));
  }
  return shape.without_batch();
}

bool trains_any(const Trainer& trainer, const ModelLayer& model) {
  return std::any_of(model.layers().begin(), model.layers().end(), [&](const std::shared_ptr<Layer>& layer) {
    const auto* nested = dynamic_cast<const ModelLayer*>(layer.get());
    return nested == nullptr ? trainer.trains(*layer) : trains_any(trainer, *nested);
  });
}

}  // namespace

layers::Input input_of(const Config& layer, const std::string& name) {
  return layers::Input(shape_of_input(arguments_of_layer(layer)), {name});
}

int fixed_batch(const Config& first) {
  if (const Config::List* inner = inner_layers(first))
    return inner->empty() ? None : fixed_batch(inner->front());
  const Config& arguments = arguments_of_layer(first);
  const bool is_input = class_of_layer(first) == "InputLayer";
  const Config* shape = arguments.find(is_input ? "batch_shape" : "batch_input_shape");
  if (shape == nullptr) shape = arguments.find("batch_input_shape");
  const auto* sizes = shape == nullptr ? nullptr : shape->as<Config::List>();
  const auto* batch = sizes == nullptr || sizes->empty() ? nullptr : sizes->front().as<std::int64_t>();
  return batch == nullptr || *batch < 1 || *batch > std::numeric_limits<int>::max()
             ? None
             : static_cast<int>(*batch);
}

const Config::List& layers_in(const Config& arguments) {
  const Config* layers = arguments.find("layers");
  if (layers == nullptr)
    throw ValueError(fmt::format("the argument 'layers' is missing in {}", to_string(arguments)));
  if (layers->as<Config::List>() == nullptr) refuse_argument("layers", "a list", *layers);
  return *layers->as<Config::List>();
}

Config ModelLayer::get_config() const { return get_config(nullptr); }

Config ModelLayer::get_config(const Trainer* compiled) const {
  const bool trains = trainable() || (compiled != nullptr && trains_any(*compiled, *this));
  Config::List layers;
  if (built() && !form_) layers.push_back(input_layer(with_fixed_batch(input_shape()), "input_layer"));
  for (const std::shared_ptr<Layer>& layer : listed_layers()) {
    const bool is_input = dynamic_cast<const layers::InputLayer*>(layer.get()) != nullptr;
    layers.push_back(is_input ? input_layer(with_fixed_batch(layer->declared_input_shape().with_batch(None)),
                                            layer->name())
                              : serialize_layer(*layer, compiled));
  }
  if (form_) return functional_config(std::move(layers), trains, *this);
  Config config = Layer::get_config();
  config.set("trainable", trains);
  config.set("layers", std::move(layers));
  if (built()) config.set("build_input_shape", to_config(with_fixed_batch(input_shape())));
  return config;
}

ModelParts sequential_parts(const Config& arguments, const Config* name) {
  ModelParts parts;
  if (name != nullptr) read_argument("name", *name, parts.options.name);
  const auto* layers = arguments.as<Config::List>();
  if (layers == nullptr) {
    ConfigReader reader(arguments);
    reader("trainable", parts.options.trainable);
    Config dtype;
    reader("dtype", dtype);
    check_dtype(dtype);
    for (const char* read_here : {"name", "layers", "build_input_shape"}) reader.ignore(read_here);
    reader.finish();
    parts.build_input_shape = arguments.find("build_input_shape");
    layers = &layers_in(arguments);
  }
  for (const Config& layer : *layers) parts.layers.push_back(&layer);
  return parts;
}

std::shared_ptr<ModelLayer> ModelLayer::from_parts(const ModelParts& parts) {
  auto model = std::make_shared<ModelLayer>(parts.options);
  for (const Config* layer : parts.layers) {
    if (class_of_layer(*layer) == "InputLayer") {
      model->set_input(shape_of_input(arguments_of_layer(*layer)));
    } else {
      model->append(deserialize_layer(*layer));
    }
  }
  if (parts.build_input_shape != nullptr && !model->built()) {
    Shape shape;
    read_argument("build_input_shape", *parts.build_input_shape, shape);
    if (!shape.empty() && !model->nodes_.empty()) LayerAccess::connect(*model, shape);
  }
  if (!parts.layers.empty()) model->fixed_batch_ = fixed_batch(*parts.layers.front());
  model->update_plans();
  return model;
}

}  // namespace keratin
