#include <map>
#include <stdexcept>

#include "keratin/layers/core/dense.hpp"
#include "keratin/layers/core/lambda.hpp"
#include "keratin/models/sequential.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

const std::string prefix = "Layer \"lambda\" (Lambda): ";

Tensor square(const Tensor& x) { return x * x; }
Tensor square_gradient(const Tensor& x, const Tensor&, const Tensor& dy) { return 2.0f * x * dy; }

Tensor mean_of_steps(const Tensor& x) { return xt::mean(x, {1}); }
Tensor mean_of_steps_gradient(const Tensor& x, const Tensor&, const Tensor& dy) {
  Tensor dx = xt::zeros_like(x);
  for (std::size_t step = 0; step < x.shape(1); ++step)
    xt::view(dx, xt::all(), step) = dy / static_cast<float>(x.shape(1));
  return dx;
}

Tensor every_other_step(const Tensor& x) { return xt::view(x, xt::all(), xt::range(0, x.shape(1), 2)); }
Tensor every_other_step_gradient(const Tensor& x, const Tensor&, const Tensor& dy) {
  Tensor dx = xt::zeros_like(x);
  xt::view(dx, xt::all(), xt::range(0, x.shape(1), 2)) = dy;
  return dx;
}

Lambda lambda_of(const std::string& function) {
  if (function == "square") return Lambda(square, {.gradient = square_gradient});
  if (function == "mean of steps") return Lambda(mean_of_steps, {.gradient = mean_of_steps_gradient});
  if (function == "every other step")
    return Lambda(every_other_step, {.gradient = every_other_step_gradient});
  throw std::invalid_argument(function);
}

/// A model that must train the layers before `lambda`.
Sequential model_with(Lambda lambda) {
  Sequential model;
  model.add(Dense(4, {.input_dim = 3}));
  model.add(std::move(lambda));
  model.compile({.optimizer = "sgd", .loss = "mse"});
  return model;
}

}  // namespace

TEST_CASE("Lambda is a layer") {
  const auto make = [] {
    return std::make_shared<Lambda>(square, LambdaOptions{.gradient = square_gradient, .input_shape = {3}});
  };
  check_layer(make, {5, 3}, {.output_shape = {5, 3}});
  const auto shrinking = [] {
    return std::make_shared<Lambda>(mean_of_steps, LambdaOptions{.gradient = mean_of_steps_gradient});
  };
  check_layer(shrinking, {2, 3, 4}, {.output_shape = {2, 4}});
}

TEST_CASE("Lambda computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Lambda")) {
    Lambda layer = lambda_of(golden.arguments.text("function", ""));
    check_golden(layer, golden);
  }
}

TEST_CASE("Lambda and its gradient equal the double loop") {
  Lambda layer(square, {.gradient = square_gradient});
  check_reference(layer, {3, 4}, [](const reference::Array& x, const auto&) {
    reference::Array y = x;
    for (double& value : y.data) value *= value;
    return y;
  });
}

TEST_CASE("Lambda infers its output's shape, what depends on open dimensions included") {
  const Lambda layer(every_other_step);
  CHECK(layer.compute_output_shape({None, 5, 3}) == Shape{None, 3, 3});
  CHECK(layer.compute_output_shape({None, None, 3}) == Shape{None, None, 3});
  CHECK(layer.compute_output_shape({4, 7, None}) == Shape{4, 4, None});
  CHECK(Lambda(mean_of_steps).compute_output_shape({None, None, 3}) == Shape{None, 3});
}

TEST_CASE("Lambda takes its output's shape in each of its forms") {
  const auto fail = [](const Tensor&) -> Tensor { throw std::runtime_error("not to be called"); };
  const Shape input{None, 5, 3};
  CHECK(Lambda(fail, {.output_shape = {3, 2}}).compute_output_shape(input) == Shape{None, 3, 2});
  CHECK(Lambda(fail, {.output_shape = Shape{7}}).compute_output_shape(input) == Shape{None, 7});
  CHECK(Lambda(fail, {.output_shape =
                          [](const Shape& x) {
                            return Shape{x[0], x[2], x[1]};
                          }})
            .compute_output_shape(input) == Shape{None, 3, 5});
}

TEST_CASE("Lambda calls its function once a pass") {
  int calls = 0;
  Lambda layer([&calls](const Tensor& x) {
    ++calls;
    return Tensor(x + 1.0f);
  });
  connect(layer, {None, 3});
  calls = 0;
  for (const int batch : {2, 5, 2}) infer(layer, random_tensor({batch, 3}));
  CHECK(calls == 3);
}

TEST_CASE("Lambda trains what lies below it") {
  Sequential model = model_with(Lambda(square, {.gradient = square_gradient}));
  const Tensor x = random_tensor({16, 3}), y = square(random_tensor({16, 4}));
  const double before = model.evaluate(x, y)["loss"];
  model.fit(x, y, {.epochs = 30, .verbose = 0});
  CHECK(model.evaluate(x, y)["loss"] < before);
}

TEST_CASE("Lambda without a gradient predicts, and trains what lies above it") {
  Sequential model;
  model.add(Lambda(square, {.input_shape = {3}}));
  model.add(Dense(1));
  model.compile({.optimizer = "sgd", .loss = "mse"});
  CHECK_NOTHROW(model.train_on_batch(random_tensor({4, 3}), random_tensor({4, 1})));
  Sequential below = model_with(Lambda(square, {.name = "lambda"}));
  const std::vector<Tensor> weights = below.get_weights();
  CHECK_NOTHROW(below.predict(random_tensor({4, 3})));
  CHECK(error_of([&] {
          below.train_on_batch(random_tensor({4, 3}), random_tensor({4, 4}));
        }) ==
        prefix +
            "it has no gradient, which training the layers before it takes: give .gradient, a function of x, "
            "y and dy.");
  CHECK(below.get_weights() == weights);
}

TEST_CASE("Lambda says what its functions throw") {
  struct Unknown {};
  const auto breaks = [](const Tensor&) -> Tensor { throw std::runtime_error("no such step"); };
  CHECK(error_of([&] {
          connect(Lambda(breaks), {None, 3});
        }) ==
        prefix + "its function, called with zeros since output_shape is not given, threw: no such step");
  CHECK(error_of([&] {
          infer(connected(Lambda(breaks, {.output_shape = {3}}), {2, 3}), random_tensor({2, 3}));
        }) == prefix + "its function threw: no such step");
  CHECK(error_of([&] {
          const auto odd = [](const Tensor&) -> Tensor { throw Unknown(); };
          infer(connected(Lambda(odd, {.output_shape = {3}}), {2, 3}), random_tensor({2, 3}));
        }) == prefix + "its function threw: something that is no std::exception");
  CHECK(error_of([&] {
          connect(Lambda(square, {.output_shape = [](const Shape& x) { return Shape{x[5]}; }}), {None, 3});
        }).starts_with(prefix + "its output_shape threw: "));
  const auto no_gradient = [](const Tensor&, const Tensor&, const Tensor&) -> Tensor {
    throw std::runtime_error("not yet");
  };
  const Tensor x = random_tensor({2, 3});
  CHECK(error_of([&] {
          train(connected(Lambda(square, {.gradient = no_gradient}), {2, 3}), x, x);
        }) == prefix + "its gradient threw: not yet");
}

TEST_CASE("Lambda says which shapes are wrong") {
  const Tensor x = random_tensor({2, 3});
  CHECK(error_of([&] {
          infer(connected(Lambda(square, {.output_shape = {4}}), {2, 3}), x);
        }) ==
        prefix +
            "its function returned shape (2, 3) for an input of shape (2, 3), but output_shape says (2, 4).");
  const auto wrong = [](const Tensor&, const Tensor&, const Tensor&) { return zero_tensor({2, 1}); };
  CHECK(error_of([&] {
          train(connected(Lambda(square, {.gradient = wrong}), {2, 3}), x, x);
        }) == prefix + "its gradient returned shape (2, 1) for an input of shape (2, 3).");
  CHECK(
      error_of([] {
        connect(Lambda([](const Tensor& input) { return Tensor(xt::sum(input)); }), {None, 3});
      }) ==
      prefix +
          "its function must keep the batch first and let nothing else depend on it, but gave shapes () and "
          "() for 2 and 3 samples of shape (3,).");
  CHECK(
      error_of([] {
        connect(Lambda([](const Tensor& input) { return Tensor(xt::transpose(input)); }), {None, 3});
      }) ==
      prefix +
          "its function must keep the batch first and let nothing else depend on it, but gave shapes (3, 2) "
          "and (3, 3) for 2 and 3 samples of shape (3,).");
  const auto nine = [](const Tensor&) { return Tensor(Tensor::from_shape({2, 1, 1, 1, 1, 1, 1, 1, 1})); };
  CHECK(error_of([&] {
          infer(connected(Lambda(nine, {.output_shape = {3}}), {2, 3}), x);
        }).starts_with(prefix + "its function threw: "));
  CHECK(error_of([] { Lambda(Lambda::Function()); }) ==
        prefix + "it needs a function of a Tensor that returns one, but received an empty function.");
}
