#include "keratin/models/check_gradients.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <string>

#include "engine/weight_change.hpp"
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
    const double nearest = 0.05 + 0.0013 * (seed % 100);  // so that no two arrays hold the same numbers
    tensor.data()[i] = static_cast<float>(order[i] % 2 == 0 ? number + nearest : -number - nearest);
  }
  return tensor;
}

std::vector<Tensor> mixed_numbers(const std::vector<Shape>& shapes, unsigned seed) {
  std::vector<Tensor> all;
  all.reserve(shapes.size());
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
    mix_weights();
    if (loss() != loss())
      layer_.fail("check_gradients: it draws random numbers, so differences of forward() say nothing.");
    const std::vector<Tensor> dx = backward();
    for (std::size_t i = 0; i < x_.size(); ++i) {
      compare({x_.size() == 1 ? "the input" : fmt::format("input {}", i), dx[i], x_[i].data()});
    }
    const std::vector<Weight*> weights = layer_.trainable_weights();
    for (std::size_t i = 0; i < weights.size(); ++i) {
      compare({fmt::format("the weight \"{}\"", weights[i]->name()), sums_[i], weights[i]->mutable_data(),
               weights[i]});
    }
  }

 private:
  /// What is compared: a gradient, and the numbers that it is of.
  struct Compared {
    std::string name;
    const Tensor& gradient;
    float* numbers;
    Weight* weight = nullptr;  ///< null for an input
  };

  /// Weights of ones would hide a factor that was forgotten.
  void mix_weights() {
    unsigned seed = 201;
    for (Weight* weight : layer_.trainable_weights()) {
      const Tensor values = mixed_numbers(weight->shape(), seed++);
      std::copy(values.begin(), values.end(), weight->mutable_data());
      weight->changed();
    }
  }

  std::vector<View> forward() {
    tape_.begin_training(gradients_);
    const std::vector<View> x = views_of(x_);
    std::vector<View> y(dy_.size());
    LayerAccess::run_forward(layer_, x, y, tape_, {}, true);
    return y;
  }

  /// The gradients of the inputs; those of the weights go to sums_.
  std::vector<Tensor> backward() {
    for (Tensor& sum : sums_) std::fill(sum.begin(), sum.end(), 0.0f);
    forward();
    const std::vector<View> dy = views_of(dy_);
    std::vector<View> dx(x_.size());
    LayerAccess::run_backward(layer_, dy, dx, tape_, true);
    if (!tape_.empty()) layer_.fail("its backward() must restore all that its forward() saved.");
    std::vector<Tensor> copies;
    copies.reserve(dx.size());
    for (const View one : dx) copies.emplace_back(one.array());
    return copies;
  }

  double loss() {
    const std::vector<View> y = forward();
    double sum = 0.0;
    for (std::size_t i = 0; i < y.size(); ++i)
      sum += std::inner_product(y[i].data(), y[i].data() + y[i].size(), dy_[i].data(), 0.0);
    return sum;
  }

  double difference(const Compared& what, std::size_t i, float step) {
    float& number = what.numbers[i];
    const float old = number;
    const auto set = [&](float value) {
      number = value;
      if (what.weight != nullptr) what.weight->changed();
    };
    set(old + step);
    const double above = loss();
    set(old - step);
    const double below = loss();
    set(old);
    return (above - below) / (2.0 * static_cast<double>(step));
  }

  /// Where three steps find three different slopes, a kink lies within them, and there is nothing to compare
  /// with.
  void compare(const Compared& what) {
    constexpr std::size_t most = 24;
    const Tensor& gradient = what.gradient;
    double largest = 1e-3;
    for (const float number : gradient) largest = std::max(largest, std::abs(static_cast<double>(number)));
    const auto differ = [&](double a, double b) {
      return !(std::abs(a - b) <= tolerance_ * std::max({largest, std::abs(a), std::abs(b)}));
    };
    std::vector<std::size_t> places(gradient.size());
    std::iota(places.begin(), places.end(), 0);
    std::shuffle(places.begin(), places.end(), std::mt19937(1));
    places.resize(std::min(most, places.size()));
    for (const std::size_t i : places) {
      const double given = gradient.data()[i], wanted = difference(what, i, 0.01f);
      if (!differ(wanted, given)) continue;
      const double closer = difference(what, i, 0.003f), closest = difference(what, i, 0.001f);
      if (!differ(closer, given) || !differ(closest, given) || differ(wanted, closer) ||
          differ(closer, closest))
        continue;
      fail_gradient(what, i, wanted, given);
    }
  }

  [[noreturn]] void fail_gradient(const Compared& what, std::size_t i, double wanted, double given) const {
    const bool is_fed =
        std::any_of(what.gradient.begin(), what.gradient.end(), [](float number) { return number != 0.0f; });
    layer_.fail(fmt::format(
        "the gradient of {} is wrong: number {} must be about {:.4g}, but backward() gives {:.4g}.{}",
        what.name, i, wanted, given,
        is_fed || what.weight == nullptr ? "" : " All of them are 0: add them with tape.add_gradient()."));
  }

  Layer& layer_;
  double tolerance_;
  std::vector<Tensor> x_, dy_, sums_;
  Gradients gradients_;
  StepTape tape_;
};

}  // namespace

void check_gradients(Layer& layer, std::initializer_list<Shape> input_shapes,
                     const CheckGradientsOptions& options) {
  if (input_shapes.size() == 0) throw ValueError("check_gradients needs the shape of an input.");
  if (!(options.tolerance > 0.0)) {
    throw ValueError(
        fmt::format("check_gradients: tolerance must be positive, but received {}.", options.tolerance));
  }
  const std::vector<Shape> shapes = input_shapes;
  LayerAccess::connect(layer, shapes, shapes.size() > 1);
  const WeightChange change;
  const std::vector<Tensor> weights = layer.get_weights();
  try {
    GradientCheck(layer, shapes, options.tolerance).run();
  } catch (...) {
    layer.set_weights(weights);
    throw;
  }
  layer.set_weights(weights);
}

void check_gradients(Layer& layer, const Shape& input_shape, const CheckGradientsOptions& options) {
  check_gradients(layer, std::initializer_list<Shape>{input_shape}, options);
}

}  // namespace keratin::utils
