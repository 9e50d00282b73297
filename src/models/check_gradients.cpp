#include "keratin/models/check_gradients.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <random>
#include <string>

#include "keratin/error.hpp"
#include "layers/layer_access.hpp"

namespace keratin::utils {

namespace {

/// Numbers from -2 to 2 in a mixed order, the same for the same seed. None is near 0, where rectifiers have a
/// kink.
Tensor mixed_numbers(const Shape& shape, unsigned seed) {
  Tensor tensor = empty_tensor(shape);
  std::vector<std::size_t> order(tensor.size());
  std::iota(order.begin(), order.end(), 0);
  std::shuffle(order.begin(), order.end(), std::mt19937(seed));
  for (std::size_t i = 0; i < order.size(); ++i) {
    const double number = 2.0 * (static_cast<double>(order[i]) + 0.5) / static_cast<double>(order.size());
    tensor.data()[i] = static_cast<float>(order[i] % 2 == 0 ? number + 0.05 : -number - 0.05);
  }
  return tensor;
}

std::vector<Tensor> mixed_numbers(const std::vector<Shape>& shapes, unsigned seed) {
  std::vector<Tensor> all;
  for (const Shape& shape : shapes) all.push_back(mixed_numbers(shape, seed++));
  return all;
}

std::vector<View> views_of(const std::vector<Tensor>& tensors) { return {tensors.begin(), tensors.end()}; }

/// A layer in training, whose loss is the sum of its outputs times fixed numbers.
class GradientCheck {
 public:
  GradientCheck(Layer& layer, const std::vector<Shape>& inputs, double tolerance)
      : layer_(layer),
        tolerance_(tolerance),
        x_(mixed_numbers(inputs, 1)),
        dy_(mixed_numbers(LayerAccess::output_shapes(layer, inputs), 101)) {
    for (const Weight* weight : LayerAccess::updated_weights(layer)) gradients_[weight] = {};
    for (const Weight* weight : layer.trainable_weights()) {
      sums_.push_back(mixed_numbers(weight->shape(), 0));
      gradients_[weight] = {sums_.back().data(), weight->shape()};
    }
  }

  void run() {
    const std::vector<Tensor> dx = backward();
    for (std::size_t i = 0; i < x_.size(); ++i) {
      compare(x_.size() == 1 ? "the input" : fmt::format("input {}", i), dx[i],
              [&](std::size_t at) -> float& { return x_[i].data()[at]; });
    }
    const std::vector<Weight*> weights = layer_.trainable_weights();
    for (std::size_t i = 0; i < weights.size(); ++i) {
      compare(fmt::format("the weight \"{}\"", weights[i]->name()), sums_[i], [&](std::size_t at) -> float& {
        weights[i]->changed();
        return weights[i]->mutable_data()[at];
      });
    }
  }

 private:
  using At = std::function<float&(std::size_t)>;

  std::vector<View> forward() {
    tape_.begin_training(gradients_);
    const std::vector<View> x = views_of(x_);
    std::vector<View> y(dy_.size());
    LayerAccess::run_forward(layer_, x, y, tape_);
    return y;
  }

  /// The gradients of the inputs; those of the weights go to sums_.
  std::vector<Tensor> backward() {
    for (Tensor& sum : sums_) std::fill(sum.begin(), sum.end(), 0.0f);
    forward();
    const std::vector<View> dy = views_of(dy_);
    std::vector<View> dx(x_.size());
    LayerAccess::run_backward(layer_, dy, dx, tape_);
    if (!tape_.empty()) layer_.fail("its backward() must restore all that its forward() saved.");
    std::vector<Tensor> copies;
    for (const View& view : dx) copies.emplace_back(view.array());
    return copies;
  }

  double loss() {
    const std::vector<View> y = forward();
    double sum = 0.0;
    for (std::size_t i = 0; i < y.size(); ++i)
      sum += std::inner_product(y[i].data(), y[i].data() + y[i].size(), dy_[i].data(), 0.0);
    return sum;
  }

  double difference(float& number, float step) {
    const float old = number;
    number = old + step;
    const double above = loss();
    number = old - step;
    const double below = loss();
    number = old;
    return (above - below) / (2.0 * static_cast<double>(step));
  }

  void compare(const std::string& what, const Tensor& gradient, const At& at) {
    constexpr std::size_t most = 24;
    const std::size_t stride = std::max<std::size_t>(1, gradient.size() / most);
    double largest = 1e-3;
    for (const float number : gradient) largest = std::max(largest, std::abs(static_cast<double>(number)));
    const bool is_fed =
        std::any_of(gradient.begin(), gradient.end(), [](float number) { return number != 0.0f; });
    for (std::size_t i = 0; i < gradient.size(); i += stride) {
      const double given = gradient.data()[i];
      const auto differs = [&](double wanted) {
        return !(std::abs(wanted - given) <= tolerance_ * std::max(largest, std::abs(wanted)));
      };
      const double wanted = difference(at(i), 0.01f);
      if (!differs(wanted) || !differs(difference(at(i), 0.001f)))
        continue;  // a kink may lie within the first step
      layer_.fail(fmt::format(
          "the gradient of {} is wrong: number {} must be about {:.4g}, but backward() gives {:.4g}.{}", what,
          i, wanted, given, is_fed ? "" : " All of them are 0: add them with tape.add_gradient()."));
    }
  }

  Layer& layer_;
  double tolerance_;
  std::vector<Tensor> x_, dy_, sums_;
  Gradients gradients_;
  StepTape tape_;
};

}  // namespace

void check_gradients(Layer& layer, const std::vector<Shape>& input_shapes,
                     const CheckGradientsOptions& options) {
  LayerAccess::connect(layer, input_shapes, input_shapes.size() > 1);
  const std::vector<Tensor> weights = layer.get_weights();
  try {
    GradientCheck(layer, input_shapes, options.tolerance).run();
  } catch (...) {
    layer.set_weights(weights);
    throw;
  }
  layer.set_weights(weights);
}

void check_gradients(Layer& layer, const Shape& input_shape, const CheckGradientsOptions& options) {
  check_gradients(layer, std::vector<Shape>{input_shape}, options);
}

}  // namespace keratin::utils
