// Sequential models in configs.
#include <fmt/format.h>

#include <cstdint>
#include <limits>

#include "config/known_classes.hpp"
#include "config/reader.hpp"
#include "keratin/error.hpp"
#include "layers/dtype.hpp"
#include "models/deserialize.hpp"
#include "models/sequential_layer.hpp"

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

/// The size of the batch that the first of a model's layers, or of those of a model in its place, fixes.
int fixed_batch(const Config::List& layers) {
  if (layers.empty()) return None;
  const SerializedObject first = read_serialized("layer", layers.front());
  if (const Config::List* inner = inner_layers(layers.front())) return fixed_batch(*inner);
  const Config* shape =
      first.config.find(first.class_name == "InputLayer" ? "batch_shape" : "batch_input_shape");
  if (shape == nullptr) shape = first.config.find("batch_input_shape");
  const auto* sizes = shape == nullptr ? nullptr : shape->as<Config::List>();
  const auto* batch = sizes == nullptr || sizes->empty() ? nullptr : sizes->front().as<std::int64_t>();
  return batch == nullptr || *batch < 1 || *batch > std::numeric_limits<int>::max()
             ? None
             : static_cast<int>(*batch);
}

}  // namespace

Config SequentialLayer::get_config() const {
  Config config = Layer::get_config();
  Config::List layers;
  if (built())
    layers.push_back(input_layer(with_fixed_batch(input_shape_), form_ ? form_->input_name : "input_layer"));
  for (const Node& node : nodes_) layers.push_back(serialize_layer(*node.layer));
  config.set("layers", std::move(layers));
  if (form_) return functional_config(config, *this);
  if (built()) config.set("build_input_shape", to_config(with_fixed_batch(input_shape_)));
  return config;
}

std::shared_ptr<SequentialLayer> SequentialLayer::from_config(const Config& config,
                                                              std::optional<FunctionalForm> form) {
  ConfigReader reader(config);
  SequentialOptions options;
  reader("name", options.name);
  reader("trainable", options.trainable);
  Config dtype;
  reader("dtype", dtype);
  check_dtype(dtype);
  reader.ignore("build_input_shape");
  const auto layers = reader.required<Config>("layers");
  reader.finish();
  if (layers.as<Config::List>() == nullptr) refuse_argument("layers", "a list", layers);
  constexpr std::size_t most_layers = 4096;
  if (layers.as<Config::List>()->size() > most_layers) {
    throw ValueError(
        fmt::format("it has {} layers, more than {}", layers.as<Config::List>()->size(), most_layers));
  }
  auto model = std::make_shared<SequentialLayer>(options, std::move(form));
  for (const Config& layer : *layers.as<Config::List>()) {
    const SerializedObject object = read_serialized("layer", layer);
    if (object.class_name == "InputLayer") {
      model->set_input(shape_of_input(object.config));
    } else {
      model->append(deserialize_layer(layer));
    }
  }
  if (const Config* built = config.find("build_input_shape"); built != nullptr && !model->built()) {
    Shape shape;
    read_argument("build_input_shape", *built, shape);
    if (!shape.empty() && !model->nodes_.empty()) model->connect(shape);
  }
  model->fixed_batch_ = fixed_batch(*layers.as<Config::List>());
  model->layers_changed();
  return model;
}

}  // namespace keratin
