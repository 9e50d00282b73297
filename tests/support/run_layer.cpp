#include "support/run_layer.hpp"

#include <algorithm>
#include <numeric>
#include <random>
#include <stdexcept>

#include "keratin/error.hpp"
#include "keratin/utils/naming.hpp"
#include "support/catch.hpp"

namespace keratin::testing {

GradientSums::GradientSums(const Layer& layer) {
  const std::vector<Weight*> trained = layer.trainable_weights();
  for (const Weight* weight : trained) sums_.push_back(zero_tensor(weight->shape()));
  for (const Weight* weight : LayerAccess::updated_weights(layer)) map_[weight] = {};
  for (std::size_t i = 0; i < trained.size(); ++i) map_[trained[i]] = {sums_[i].data(), trained[i]->shape()};
}

Tensor zero_tensor(const Shape& shape) {
  Tensor tensor = Tensor::from_shape(std::vector<std::size_t>(shape.begin(), shape.end()));
  std::fill(tensor.begin(), tensor.end(), 0.0f);
  return tensor;
}

Tensor copy_of(View view) {
  Tensor tensor = zero_tensor(view.shape());
  std::copy_n(view.data(), view.size(), tensor.data());
  return tensor;
}

Step train(const Layer& layer, const Tensor& x, const Tensor& dy) {
  GradientSums gradients(layer);
  StepTape tape;
  tape.begin_training(gradients.map());
  const Tensor y = copy_of(LayerAccess::run_forward(layer, View(x), tape));
  const Tensor dx = copy_of(LayerAccess::run_backward(layer, View(dy), tape));
  if (!tape.empty()) throw std::logic_error("The backward pass left something on the tape.");
  return {y, dx, gradients.take()};
}

Tensor infer(const Layer& layer, const Tensor& x) {
  StepTape tape;
  tape.begin_inference();
  const Tensor y = copy_of(LayerAccess::run_forward(layer, View(x), tape));
  if (!tape.empty()) throw std::logic_error("A forward pass in inference left something on the tape.");
  return y;
}

Tensor random_tensor(const Shape& shape, unsigned seed) {
  Tensor tensor = zero_tensor(shape);
  std::vector<std::size_t> order(tensor.size());
  std::iota(order.begin(), order.end(), 0);
  std::shuffle(order.begin(), order.end(), std::mt19937(seed));
  for (std::size_t i = 0; i < order.size(); ++i) {
    tensor.data()[i] = static_cast<float>(
        4.0 * (static_cast<double>(order[i]) + 0.4) / static_cast<double>(order.size()) - 2.0);
  }
  return tensor;
}

std::string error_of(const std::function<void()>& action) {
  utils::clear_session();
  try {
    action();
  } catch (const ValueError& error) {
    return error.what();
  }
  FAIL("a ValueError was expected");
  return {};
}

}  // namespace keratin::testing
