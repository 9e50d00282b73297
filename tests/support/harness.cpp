#include "support/harness.hpp"

#include <algorithm>

#include "keratin/error.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"

namespace keratin::testing {

namespace {

bool same_bits(const Tensor& a, const Tensor& b) {
  return shape_of(a) == shape_of(b) && std::equal(a.begin(), a.end(), b.begin());
}

std::shared_ptr<Layer> built(const MakeLayer& make, const Shape& input_shape) {
  const std::shared_ptr<Layer> layer = make();
  connect(*layer, input_shape);
  std::vector<Tensor> values;
  for (const Weight* weight : layer->weights()) {
    Tensor value = random_tensor(weight->shape(), static_cast<unsigned>(values.size()) + 7);
    for (float& number : value) number = 0.25f + std::abs(number) / 2;  // a variance must be positive
    values.push_back(value);
  }
  layer->set_weights(values);
  return layer;
}

void check_shapes(const MakeLayer& make, const Shape& input_shape, const Expected& expected) {
  const std::shared_ptr<Layer> layer = make();
  CHECK_FALSE(layer->built());
  Shape open_input = input_shape, open_output = expected.output_shape;
  open_input[0] = open_output[0] = None;
  CHECK(to_string(connect(*layer, open_input)) == to_string(open_output));
  CHECK(layer->built());
  CHECK(to_string(layer->compute_output_shape(input_shape)) == to_string(expected.output_shape));
  CHECK(to_string(shape_of(infer(*layer, expected.input(input_shape, 1)))) ==
        to_string(expected.output_shape));
  const std::vector<Weight*> weights = layer->weights();
  REQUIRE(weights.size() == expected.weights.size());
  std::size_t count = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    CHECK(to_string(weights[i]->shape()) == to_string(expected.weights[i]));
    count += expected.weights[i].element_count();
  }
  CHECK(layer->count_params() == count);
  connect(*layer, open_input);
  CHECK(layer->weights() == weights);
}

void check_weights(const MakeLayer& make, const Shape& input_shape) {
  const std::shared_ptr<Layer> layer = built(make, input_shape);
  std::vector<Tensor> values;
  for (const Weight* weight : layer->weights()) values.push_back(random_tensor(weight->shape()));
  layer->set_weights(values);
  const auto unchanged = [&] {
    const std::vector<Tensor> now = layer->get_weights();
    return std::equal(now.begin(), now.end(), values.begin(), values.end(), same_bits);
  };
  CHECK(unchanged());
  std::vector<Tensor> too_many = values;
  too_many.emplace_back();
  CHECK_THROWS_AS(layer->set_weights(too_many), ValueError);
  if (!values.empty()) {
    std::vector<Tensor> wrong(values.size(), zero_tensor({2, 3, 5, 7, 2, 1}));
    CHECK_THROWS_AS(layer->set_weights(wrong), ValueError);
  }
  CHECK(unchanged());
  layer->set_trainable(false);
  CHECK(layer->trainable_weights().empty());
  CHECK(layer->non_trainable_weights().size() == values.size());
}

void check_repeats(const Layer& layer, const Tensor& x, const Tensor& dy, const Expected& expected) {
  CHECK(same_bits(infer(layer, x), infer(layer, x)));
  if (expected.random) return;
  const Step first = train(layer, x, dy), second = train(layer, x, dy);
  CHECK(same_bits(first.y, second.y));
  CHECK(same_bits(first.dx, second.dx));
  CHECK(std::equal(first.dweights.begin(), first.dweights.end(), second.dweights.begin(), same_bits));
}

/// One tape, two uses of the layer before the backward passes: as in a model with a shared layer.
void check_shared_use(const Layer& layer, const Tensor& x, const Tensor& dy, const Expected& expected) {
  const Tensor other_x = expected.input(shape_of(x), 3), other_dy = random_tensor(shape_of(dy), 4);
  const Step one = train(layer, x, dy), other = train(layer, other_x, other_dy);
  GradientSums gradients(layer);
  StepTape tape;
  tape.begin_training(gradients.map());
  CHECK(same_bits(copy_of(LayerAccess::run_forward(layer, View(x), tape)), one.y));
  CHECK(same_bits(copy_of(LayerAccess::run_forward(layer, View(other_x), tape)), other.y));
  CHECK(same_bits(copy_of(LayerAccess::run_backward(layer, View(other_dy), tape)), other.dx));
  CHECK(same_bits(copy_of(LayerAccess::run_backward(layer, View(dy), tape)), one.dx));
  CHECK(tape.empty());
  const std::vector<Tensor> sums = gradients.take();
  for (std::size_t i = 0; i < sums.size(); ++i)
    require_close(sums[i], one.dweights[i] + other.dweights[i], 1e-5);
}

/// A pass whose input's gradient nobody needs, and one that trains nothing.
void check_partial_training(Layer& layer, const Tensor& x, const Tensor& dy) {
  GradientSums gradients(layer);
  StepTape tape;
  tape.begin_training(gradients.map());
  tape.set_needs_input_gradient(false);
  LayerAccess::run_forward(layer, View(x), tape);
  LayerAccess::run_backward(layer, View(dy), tape);
  CHECK(tape.empty());
  const std::vector<Tensor> sums = gradients.take(), expected = train(layer, x, dy).dweights;
  for (std::size_t i = 0; i < sums.size(); ++i) require_close(sums[i], expected[i], 1e-6);

  const std::vector<Tensor> before = layer.get_weights();
  layer.set_trainable(false);
  const Step frozen = train(layer, x, dy);
  CHECK(frozen.dweights.empty());
  CHECK(shape_of(frozen.dx) == shape_of(x));
  const std::vector<Tensor> after = layer.get_weights();
  CHECK(std::equal(after.begin(), after.end(), before.begin(), same_bits));
  layer.set_trainable(true);
}

double loss(const Tensor& y, const Tensor& target) {
  double sum = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double difference = double{y.data()[i]} - double{target.data()[i]};
    sum += difference * difference / 2;
  }
  return sum;
}

/// A small step of the input and the weights against their gradients lowers a squared error.
void check_training_lowers_loss(Layer& layer, Tensor x, const Shape& output_shape) {
  const Tensor target = random_tensor(output_shape, 5);
  const Tensor y = train(layer, x, zero_tensor(output_shape)).y;
  const Step step = train(layer, x, y - target);
  const double rate = 1e-3;
  const std::vector<Weight*> weights = layer.trainable_weights();
  for (std::size_t i = 0; i < weights.size(); ++i)
    weights[i]->assign(weights[i]->value() - rate * step.dweights[i]);
  x -= rate * step.dx;
  CHECK(loss(train(layer, x, y - target).y, target) < loss(y, target));
}

void check_refusals(const MakeLayer& make, const Shape& input_shape, const Expected& expected) {
  for (const Shape& refused : expected.refused_inputs) {
    const std::shared_ptr<Layer> layer = make();
    const std::string unbuilt = error_of([&] { connect(*layer, refused); });
    CHECK_FALSE(layer->built());
    CHECK(unbuilt.find("\"" + layer->name() + "\"") != std::string::npos);
    CHECK(unbuilt.find(to_string(refused)) != std::string::npos);
    connect(*layer, input_shape);
    if (!refused.fully_known()) continue;
    CHECK_THROWS_AS(connect(*layer, refused), ValueError);
    if (refused.rank() != input_shape.rank()) {
      CHECK_THROWS_AS(infer(*layer, random_tensor(refused)), ValueError);
    }
  }
}

void check_clone(const MakeLayer& make, const Tensor& x) {
  const std::shared_ptr<Layer> layer = built(make, shape_of(x));
  layer->set_trainable(false);
  const std::shared_ptr<Layer> clone = layer->clone();
  CHECK(clone->name() == layer->name());
  CHECK(clone->class_name() == layer->class_name());
  CHECK_FALSE(clone->trainable());
  CHECK_FALSE(clone->built());
  CHECK(clone->declared_input_shape() == layer->declared_input_shape());
  connect(*clone, shape_of(x));
  clone->set_weights(layer->get_weights());
  const Tensor y = infer(*layer, x);
  CHECK(same_bits(infer(*clone, x), y));
  for (Weight* weight : clone->weights()) std::fill_n(weight->mutable_data(), weight->size(), 0.5f);
  CHECK(same_bits(infer(*layer, x), y));
}

}  // namespace

void check_layer(const MakeLayer& make, const Shape& input_shape, const Expected& expected) {
  check_shapes(make, input_shape, expected);
  check_weights(make, input_shape);
  const std::shared_ptr<Layer> layer = built(make, input_shape);
  const Tensor x = expected.input(input_shape, 1), dy = random_tensor(expected.output_shape, 2);
  check_repeats(*layer, x, dy, expected);
  if (!expected.random) {
    check_shared_use(*layer, x, dy, expected);
    check_partial_training(*layer, x, dy);
    check_training_lowers_loss(*layer, x, expected.output_shape);
  }
  check_refusals(make, input_shape, expected);
  check_clone(make, x);
}

void check_golden(Layer& layer, const LayerCase& golden, double tolerance) {
  INFO("golden case " << golden.name);
  CHECK(to_string(connect(layer, shape_of(golden.x))) == to_string(shape_of(golden.y)));
  layer.set_weights(golden.weights);
  const std::vector<Weight*> weights = layer.weights();
  for (std::size_t i = 0; i < weights.size(); ++i) CHECK(weights[i]->name() == golden.weight_names[i]);
  if (!golden.training) require_close(infer(layer, golden.x), golden.y, tolerance);
  const bool has_modes = golden.layer == "Dropout" || golden.layer == "BatchNormalization";
  if (has_modes && !golden.training) return;

  for (int call = 1; call < golden.call; ++call) train(layer, golden.x, golden.dy);
  const Step step = train(layer, golden.x, golden.dy);
  require_close(step.y, golden.y, tolerance);
  require_close(step.dx, golden.dx, tolerance);
  REQUIRE(step.dweights.size() == golden.dweights.size());
  for (std::size_t i = 0; i < step.dweights.size(); ++i)
    require_close(step.dweights[i], golden.dweights[i], tolerance);
  const std::vector<Weight*> state = layer.non_trainable_weights();
  REQUIRE(state.size() == golden.state_after.size());
  for (std::size_t i = 0; i < state.size(); ++i)
    require_close(state[i]->value(), golden.state_after[i], tolerance);
}

void check_reference(Layer& layer, const Shape& input_shape, const Reference& reference, double tolerance) {
  check_reference_at(layer, random_tensor(input_shape), reference, tolerance);
}

void check_reference_at(Layer& layer, const Tensor& x, const Reference& reference, double tolerance) {
  const Tensor dy = random_tensor(connect(layer, shape_of(x)), 2);
  std::vector<reference::Array> weights;
  const std::vector<Weight*> trained = layer.trainable_weights();
  for (Weight* weight : trained) {
    weight->assign(random_tensor(weight->shape(), static_cast<unsigned>(weights.size()) + 3));
    weights.push_back(reference::from_tensor(weight->value()));
  }
  const Step step = train(layer, x, dy);
  const reference::Array x64 = reference::from_tensor(x), dy64 = reference::from_tensor(dy);
  require_close(step.y, reference::to_tensor(reference(x64, weights)), tolerance);
  const auto of_x = [&](const reference::Array& moved) { return reference(moved, weights); };
  require_close(step.dx, reference::to_tensor(reference::central_difference(of_x, x64, dy64)), tolerance);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto of_weight = [&](const reference::Array& moved) {
      std::vector<reference::Array> all = weights;
      all[i] = moved;
      return reference(x64, all);
    };
    const reference::Array gradient = reference::central_difference(of_weight, weights[i], dy64);
    require_close(step.dweights[i], reference::to_tensor(gradient), tolerance);
  }
}

}  // namespace keratin::testing
