#include "keratin/models/sequential.hpp"

#include "memory_error.hpp"
#include "models/model_layer.hpp"

namespace keratin {

Sequential::Sequential(const SequentialOptions& options) : Model(std::make_shared<ModelLayer>(options)) {}

StackedLayer::StackedLayer(const Model& model) : layer(shared_layer_of(model)) {}
StackedLayer::StackedLayer(const layers::Input& first) : input(first) {}

Sequential::Sequential(std::initializer_list<StackedLayer> layers, const SequentialOptions& options)
    : Sequential(options) {
  for (const auto& [layer, input] : layers) input ? add(*input) : add_layer(layer);
}

void Sequential::add_layer(const std::shared_ptr<Layer>& layer) { model_->add(layer); }

void Sequential::add(const Model& model) { model_->add(shared_layer_of(model)); }

void Sequential::add(const layers::Input& input) { model_->set_input(input.shape().without_batch()); }

void Sequential::pop() { model_->pop(); }

Sequential handle_of(std::shared_ptr<ModelLayer> model) { return Sequential(std::move(model)); }

Sequential clone_model(const Model& model) {
  const ModelLayer& layer = layer_of(model);
  const auto clone = [&] { return std::static_pointer_cast<ModelLayer>(layer.clone()); };
  return handle_of(within_memory(clone, [&] { layer.fail("a clone does not fit into memory."); }));
}

}  // namespace keratin
