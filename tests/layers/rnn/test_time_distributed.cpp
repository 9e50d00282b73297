#include <functional>
#include <map>

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/layers/rnn/time_distributed.hpp"
#include "keratin/models/load_model.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;
using Catch::Matchers::Contains;

namespace {

std::shared_ptr<TimeDistributed> golden_layer(const Arguments& arguments) {
  const auto make = [](auto layer) { return std::make_shared<TimeDistributed>(std::move(layer)); };
  const std::map<std::string, std::function<std::shared_ptr<TimeDistributed>()>> inner = {
      {"Dense",
       [&] {
         return make(
             Dense(arguments.integer("units", 0), {.activation = arguments.text("activation", "linear")}));
       }},
      {"Conv2D",
       [&] {
         return make(Conv2D(arguments.integer("filters", 0), {3, 3}));
       }},
      {"Flatten", [&] { return make(Flatten()); }},
      {"BatchNormalization", [&] { return make(BatchNormalization()); }},
      {"Dropout",
       [&] { return make(Dropout(arguments.number("rate", 0), {.seed = arguments.integer("seed", 0)})); }}};
  return inner.at(arguments.text("layer", ""))();
}

/// A step of an array (batch, steps, …).
reference::Array step_of(const reference::Array& x, int step) {
  reference::Array own{x.shape.without_batch().without_batch().with_batch(x.shape[0]), {}};
  const std::size_t size = own.shape.without_batch().element_count();
  for (int sample = 0; sample < x.shape[0]; ++sample) {
    const auto begin = x.data.begin() + static_cast<std::ptrdiff_t>(size) * (sample * x.shape[1] + step);
    own.data.insert(own.data.end(), begin, begin + static_cast<std::ptrdiff_t>(size));
  }
  return own;
}

/// What TimeDistributed is: `layer` of one step after the other.
Reference each_step(const Reference& layer) {
  return [layer](const reference::Array& x, const std::vector<reference::Array>& weights) {
    std::vector<reference::Array> steps;
    for (int step = 0; step < x.shape[1]; ++step) steps.push_back(layer(step_of(x, step), weights));
    reference::Array y{steps[0].shape.without_batch().with_batch(x.shape[1]).with_batch(x.shape[0]), {}};
    const auto size = static_cast<std::ptrdiff_t>(steps[0].shape.without_batch().element_count());
    for (int sample = 0; sample < x.shape[0]; ++sample) {
      for (const reference::Array& step : steps) {
        const auto begin = step.data.begin() + size * sample;
        y.data.insert(y.data.end(), begin, begin + size);
      }
    }
    return y;
  };
}

/// Passes its input on, and is of a class that the library does not know.
class Own : public Layer {
 public:
  Own() : Layer("Own", LayerOptions{}) {}
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View x, Tape& /*tape*/) const override {
    shapes.push_back(x.shape());
    return x;
  }
  View backward(View dy, Tape& /*tape*/) const override { return dy; }
  mutable std::vector<Shape> shapes;
};

}  // namespace

TEST_CASE("TimeDistributed is a layer") {
  const MakeLayer dense = [] { return std::make_shared<TimeDistributed>(Dense(5, {.activation = "tanh"})); };
  check_layer(
      dense, {2, 3, 4},
      {.output_shape = {2, 3, 5}, .weights = {{4, 5}, {5}}, .refused_inputs = {{2}, {None, 4}, {2, 4}}});
  check_layer([] { return std::make_shared<TimeDistributed>(Conv2D(3, 3)); }, {2, 3, 5, 4, 2},
              {.output_shape = {2, 3, 3, 2, 3}, .weights = {{3, 3, 2, 3}, {3}}});
  check_layer([] { return std::make_shared<TimeDistributed>(Flatten()); }, {2, 3, 4, 2},
              {.output_shape = {2, 3, 8}});
  check_layer([] { return std::make_shared<TimeDistributed>(Dropout(0.5)); }, {3, 4, 5},
              {.output_shape = {3, 4, 5}, .random = true});
  check_layer(
      [] {
        return std::make_shared<TimeDistributed>(
            std::make_shared<TimeDistributed>(Dense(2, {.use_bias = false})));
      },
      {2, 3, 4, 5}, {.output_shape = {2, 3, 4, 2}, .weights = {{5, 2}}});
}

TEST_CASE("TimeDistributed computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("TimeDistributed"))
    check_golden(*golden_layer(golden.arguments), golden);
}

TEST_CASE("TimeDistributed and its gradients equal the double loop over steps") {
  for (const int steps : {1, 2, 5}) {
    TimeDistributed dense{Dense(3)};
    check_reference(dense, {2, steps, 4}, each_step([](const auto& x, const auto& weights) {
                      return reference::dense(x, weights[0], weights[1]);
                    }));
    TimeDistributed normalization{BatchNormalization()};
    check_reference(normalization, {3, steps, 4, 2}, each_step([](const auto& x, const auto& weights) {
                      return reference::batch_norm_training(x, weights[0], weights[1], 2, 1e-3);
                    }));
    TimeDistributed pooling{MaxPooling2D(2)};
    check_reference(pooling, {2, steps, 4, 4, 3}, each_step([](const auto& x, const auto& /*weights*/) {
                      return reference::max_pool(x, {2, 2}, {2, 2}, reference::Padding::valid);
                    }));
  }
}

TEST_CASE("TimeDistributed takes any number of steps") {
  Sequential model;
  model.add(Input({None, 4}));
  model.add(TimeDistributed(Dense(2)));
  CHECK(model.output_shape() == Shape{None, None, 2});
  Sequential plain;
  plain.add(Input({4}));
  plain.add(Dense(2));
  plain.set_weights(model.get_weights());
  for (const int steps : {1, 3}) {
    const Tensor x = random_tensor({2, steps, 4});
    const Tensor y = model.predict(x);
    const Tensor each = plain.predict(Tensor(xt::reshape_view(x, {2 * steps, 4})));
    CHECK((y == Tensor(xt::reshape_view(each, {2, steps, 2}))));
  }
}

TEST_CASE("A layer of your own in a TimeDistributed gets all steps in one batch, in training one by one") {
  const auto own = std::make_shared<Own>();
  TimeDistributed layer(own);
  connect(layer, {2, 3, 4});
  const Tensor x = random_tensor({2, 3, 4});
  CHECK((infer(layer, x) == x));
  CHECK(own->shapes == std::vector<Shape>{{6, 4}});
  const Step step = train(layer, x, x);
  CHECK((step.y == x));
  CHECK((step.dx == x));
  CHECK(own->shapes == std::vector<Shape>{{6, 4}, {2, 4}, {2, 4}, {2, 4}});
}

TEST_CASE("TimeDistributed freezes the layer in it, and files keep what a compiled model trains") {
  Sequential model;
  model.add(Input({3, 4}));
  model.add(TimeDistributed(Dense(2, {.name = "inner"}), {.name = "outer"}));
  model.compile({.loss = "mse"});
  model.set_trainable(false);
  CHECK(model.layers()[0]->trainable_weights().empty());
  Sequential loaded = model_from_json(model.to_json());
  CHECK(loaded.get_layer("outer").trainable_weights().empty());
}

TEST_CASE("TimeDistributed says what is wrong") {
  CHECK(error_of([] {
          connect(TimeDistributed(Dense(2)), {None, 4});
        }) ==
        "Layer \"time_distributed\" (TimeDistributed): expected an input of at least 3 dimensions, batch "
        "included, but received shape (None, 4). If the axis of the channels is missing, add it: in a first "
        "layer .input_shape = {4, 1}, of data x.reshape({-1, 4, 1}); in front of another layer Reshape({4, "
        "1}).");
  CHECK(error_of([] { TimeDistributed(std::shared_ptr<Layer>()); }) ==
        "Layer \"time_distributed\" (TimeDistributed): it needs the layer that it applies to each step, but "
        "received none.");
  CHECK(error_of([] { const TimeDistributed layer{Add()}; }) ==
        "Layer \"time_distributed\" (TimeDistributed): the layer \"add\" (Add) merges several inputs, but it "
        "is "
        "given one.");
  CHECK(error_of([] { TimeDistributed(Dense(2, {.activity_regularizer = "l2"})); }) ==
        "Layer \"time_distributed\" (TimeDistributed): the layer \"dense\" (Dense) has an "
        "activity_regularizer, which Keras 3 ignores here: remove it.");
  Sequential inner({.name = "inner"});
  inner.add(Dense(2, {.input_shape = {4}}));
  Sequential outer;
  outer.add(inner);
  CHECK(error_of([&] { const TimeDistributed layer(outer.layers()[0]); }) ==
        "Layer \"time_distributed\" (TimeDistributed): the model \"inner\" cannot be its argument: wrap each "
        "of its layers instead.");
  CHECK_THROWS_WITH(connect(TimeDistributed(Conv2D(2, 5)), {None, 3, 4, 4, 1}),
                    Contains("nothing is left of an input of shape (None, 4, 4, 1)"));
}

TEST_CASE("A TimeDistributed that was moved from is refused where a model still holds it") {
  Sequential model;
  model.add(Input({3, 4}));
  model.add(TimeDistributed(Dense(2)));
  auto& layer = dynamic_cast<TimeDistributed&>(*model.layers()[0]);
  const TimeDistributed taken = std::move(layer);
  const auto is_refused = [](const auto& action) { CHECK_THROWS_AS(action(), ValueError); };
  is_refused([&] { model.compile({.loss = "mse"}); });
  is_refused([&] { static_cast<void>(model.predict(xt::ones<float>({1, 3, 4}))); });
  is_refused([&] { model.summary(); });
  is_refused([&] { static_cast<void>(layer.clone()); });
  is_refused([&] { static_cast<void>(layer.compute_output_shape({None, 3, 4})); });
}

TEST_CASE("A frozen layer in a TimeDistributed stays frozen in files of a model that was compiled") {
  Sequential model;
  model.add(Input({3, 4}));
  model.add(TimeDistributed(Dense(2, {.trainable = false})));
  model.add(TimeDistributed(Dense(2)));
  model.compile({.loss = "mse"});
  model.set_trainable(false);  // fit() trains as before
  const Folder folder;
  model.save(folder.file("frozen.keras"));
  const Sequential loaded = load_model(folder.file("frozen.keras"));
  const auto inner = [&](std::size_t i) {
    return dynamic_cast<const TimeDistributed&>(*loaded.layers()[i]).layer();
  };
  CHECK_FALSE(inner(0)->trainable());
  CHECK(inner(1)->trainable());
}
