#include "layer_activation.hpp"

#include <stdexcept>
#include <utility>

namespace keratin {

namespace {

[[noreturn]] void fail_alone() {
  throw std::logic_error("A layer that is an activation needs the tape of the layer that it belongs to.");
}

void forward(View /*x*/, Buffer /*y*/) { fail_alone(); }
void backward(View /*x*/, View /*y*/, View /*dy*/, Buffer /*dx*/) { fail_alone(); }

}  // namespace

std::shared_ptr<const activations::Function> make_layer_activation(std::shared_ptr<Layer> layer,
                                                                   std::string_view class_name,
                                                                   Config config) {
  return std::make_shared<LayerActivation>(
      LayerActivation{{class_name, forward, backward}, std::move(layer), std::move(config)});
}

const LayerActivation* layer_activation(const activations::Function& function) {
  return function.forward == forward ? static_cast<const LayerActivation*>(&function) : nullptr;
}

}  // namespace keratin
