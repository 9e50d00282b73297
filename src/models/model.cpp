#include "keratin/models/model.hpp"

#include <fmt/format.h>

#include "keratin/error.hpp"
#include "layers/layer_access.hpp"
#include "memory_error.hpp"
#include "models/model_layer.hpp"
#include "models/shared_state.hpp"
#include "models/summary.hpp"
#include "models/trainer.hpp"
#include "nearest_name.hpp"

namespace keratin {

namespace {

Shape only_shape(const ModelLayer& model, const std::vector<Shape>& shapes, const char* what) {
  if (shapes.size() == 1) return shapes.front();
  model.fail(fmt::format("it has {0} {1}s, so it has no one {1}_shape: ask {1}s()[number].shape().",
                         shapes.size(), what));
}

}  // namespace

Model::Model(const KerasTensors& inputs, const KerasTensors& outputs, const ModelOptions& options)
    : model_(std::make_shared<ModelLayer>(inputs, outputs, options)) {}

LayerList::LayerList(std::vector<std::shared_ptr<Layer>> layers) : vector(std::move(layers)) {}

std::ptrdiff_t LayerList::position(std::ptrdiff_t index) const {
  const auto count = static_cast<std::ptrdiff_t>(size());
  const std::ptrdiff_t position = index < 0 ? index + count : index;
  if (position < 0 || position >= count) {
    throw ValueError(
        fmt::format("there is no layer number {}: the model has {} layers, counted from 0.", index, count));
  }
  return position;
}

LayerList Model::layers() const { return model_->layers(); }

Layer& Model::get_layer(const std::string& name) const {
  std::vector<std::string> known;
  for (const std::shared_ptr<Layer>& inner : model_->layers()) {
    if (inner->name() == name) return *inner;
    known.push_back(inner->name());
  }
  model_->fail(fmt::format("there is no layer called {}", among_known(name, known)));
}

Layer& Model::get_layer(int index) const {
  try {
    return *layers()[index];
  } catch (const ValueError& error) {
    model_->fail(error.what());
  }
}

Sequential Model::get_model(const std::string& name) const {
  std::vector<std::string> known;
  for (const std::shared_ptr<Layer>& inner : model_->layers()) {
    const auto nested = std::dynamic_pointer_cast<ModelLayer>(inner);
    if (nested == nullptr && inner->name() == name) {
      model_->fail(fmt::format("\"{}\" is a {} and not a nested model: get_layer() gives it.", name,
                               inner->class_name()));
    }
    if (nested == nullptr) continue;
    if (nested->name() == name) return handle_of(nested);
    known.push_back(nested->name());
  }
  model_->fail(fmt::format("there is no nested model called {}", among_known(name, known)));
}

void Model::build(const Shape& input_shape) {
  if (input_shape.rank() < 2) {
    model_->fail(
        fmt::format("build() takes the shape of a batch, such as (None, 28, 28, 1), but received {}.",
                    to_string(input_shape)));
  }
  if (model_->nodes().empty()) {
    model_->set_input(input_shape.without_batch());
  } else {
    LayerAccess::connect(*model_, input_shape);
  }
}

Config Model::get_config() const { return model_->get_config(); }

bool Model::built() const { return model_->built(); }

const std::string& Model::name() const { return model_->name(); }

Shape Model::input_shape() const {
  model_->require_built();
  return only_shape(*model_, model_->input_shapes(), "input");
}

Shape Model::output_shape() const {
  model_->require_built();
  return only_shape(*model_, model_->output_shapes(), "output");
}

KerasTensors Model::operator()(const KerasTensors& inputs) const { return call(model_, inputs); }

KerasTensors Model::inputs() const {
  model_->require_built();
  return model_->tensors().first;
}

KerasTensors Model::outputs() const {
  model_->require_built();
  return model_->tensors().second;
}

KerasTensor Model::output(const std::string& layer) const {
  model_->require_built();
  if (const std::optional<KerasTensor> output = model_->output_of(layer)) return *output;
  static_cast<void>(get_layer(layer));
  model_->fail(fmt::format("none of its outputs follows from the layer \"{}\".", layer));
}

void Model::summary(const SummaryOptions& options) const {
  model_->require_built();
  within_memory([&] { print_summary(*model_, options); },
                [&] { model_->fail("its summary does not fit into memory."); });
}

std::size_t Model::count_params() const {
  model_->require_built();
  return model_->count_params();
}

std::vector<Tensor> Model::get_weights() const {
  return within_memory([&] { return model_->get_weights(); },
                       [&] { model_->fail("copies of its weights do not fit into memory."); });
}

void Model::set_weights(const std::vector<Tensor>& values) {
  model_->require_built();
  model_->set_weights(values);
}

void Model::set_weights(std::initializer_list<TensorArgument> values) {
  std::vector<Tensor> tensors;
  for (const TensorArgument& value : values) tensors.push_back(value.tensor());
  set_weights(tensors);
}

void Model::set_trainable(bool trainable) { model_->set_trainable(trainable); }

bool Model::trainable() const { return model_->trainable(); }

void Model::compile(const CompileOptions& options) {
  distribution::together([&] {
    model_->trainer = std::make_unique<Trainer>(*model_, options);
    require_same_model(*model_);
  });
}

optimizers::Optimizer& Model::optimizer() const {
  if (model_->trainer == nullptr) model_->fail("compile() the model before its optimizer is asked for.");
  return model_->trainer->weight_update().optimizer();
}

void Model::set_stop_training(bool stop) { model_->stop_training = stop; }

bool Model::stop_training() const { return model_->stop_training; }

ModelLayer& layer_of(const Model& model) { return *model.model_; }

std::shared_ptr<ModelLayer> shared_layer_of(const Model& model) { return model.model_; }

}  // namespace keratin
