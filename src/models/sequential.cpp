#include "keratin/models/sequential.hpp"

#include <fmt/format.h>

#include "keratin/error.hpp"
#include "layers/layer_access.hpp"
#include "memory_error.hpp"
#include "models/sequential_layer.hpp"
#include "models/summary.hpp"
#include "models/trainer.hpp"

namespace keratin {

Sequential::Sequential(const SequentialOptions& options)
    : model_(std::make_shared<SequentialLayer>(options)) {}

void Sequential::add_layer(std::shared_ptr<Layer> layer) { model_->add(std::move(layer)); }

void Sequential::add(const Sequential& model) { model_->add(model.model_); }

void Sequential::add(const layers::Input& input) { model_->set_input(input.shape()); }

void Sequential::pop() { model_->pop(); }

std::vector<std::shared_ptr<Layer>> Sequential::layers() const {
  std::vector<std::shared_ptr<Layer>> all;
  for (const SequentialLayer::Node& node : model_->nodes()) all.push_back(node.layer);
  return all;
}

Layer& Sequential::get_layer(const std::string& name) const {
  std::string known;
  for (const SequentialLayer::Node& node : model_->nodes()) {
    if (node.layer->name() == name) return *node.layer;
    known += fmt::format("{}\"{}\"", known.empty() ? "" : ", ", node.layer->name());
  }
  model_->fail(
      fmt::format("there is no layer called \"{}\". Known: {}.", name, known.empty() ? "none" : known));
}

Layer& Sequential::get_layer(int index) const {
  const auto count = static_cast<int>(model_->nodes().size());
  const int position = index < 0 ? index + count : index;
  if (position < 0 || position >= count) {
    model_->fail(
        fmt::format("there is no layer number {}: the model has {} layers, counted from 0.", index, count));
  }
  return *model_->nodes()[static_cast<std::size_t>(position)].layer;
}

void Sequential::build(const Shape& input_shape) {
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

Config Sequential::get_config() const { return model_->get_config(); }

bool Sequential::built() const { return model_->built(); }

const std::string& Sequential::name() const { return model_->name(); }

Shape Sequential::input_shape() const {
  model_->require_built();
  return model_->input_shape();
}

Shape Sequential::output_shape() const {
  model_->require_built();
  return model_->nodes().back().output_shape;
}

void Sequential::summary(const SummaryOptions& options) const {
  model_->require_built();
  within_memory([&] { print_summary(*model_, options); },
                [&] { model_->fail("its summary does not fit into memory."); });
}

std::size_t Sequential::count_params() const {
  model_->require_built();
  return model_->count_params();
}

std::vector<Tensor> Sequential::get_weights() const {
  return within_memory([&] { return model_->get_weights(); },
                       [&] { model_->fail("copies of its weights do not fit into memory."); });
}

void Sequential::set_weights(const std::vector<Tensor>& values) {
  model_->require_built();
  model_->set_weights(values);
}

void Sequential::set_weights(std::initializer_list<TensorArgument> values) {
  std::vector<Tensor> tensors;
  for (const TensorArgument& value : values) tensors.push_back(value.tensor());
  set_weights(tensors);
}

void Sequential::set_trainable(bool trainable) { model_->set_trainable(trainable); }

bool Sequential::trainable() const { return model_->trainable(); }

void Sequential::compile(const CompileOptions& options) {
  model_->trainer = std::make_unique<Trainer>(*model_, options);
}

optimizers::Optimizer& Sequential::optimizer() const {
  if (model_->trainer == nullptr) model_->fail("compile() the model before its optimizer is asked for.");
  return model_->trainer->weight_update().optimizer();
}

void Sequential::set_stop_training(bool stop) { model_->stop_training = stop; }

bool Sequential::stop_training() const { return model_->stop_training; }

SequentialLayer& layer_of(const Sequential& model) { return *model.model_; }

Sequential handle_of(std::shared_ptr<SequentialLayer> model) { return Sequential(std::move(model)); }

Sequential clone_model(const Sequential& model) {
  const auto clone = [&] { return std::static_pointer_cast<SequentialLayer>(model.model_->clone()); };
  return Sequential(within_memory(clone, [&] { model.model_->fail("a clone does not fit into memory."); }));
}

}  // namespace keratin
