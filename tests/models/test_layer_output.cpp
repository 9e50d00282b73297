// A model of a part of another one, cut where a layer ends: `Model part(model.inputs(),
// model.output("features"))`.
#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/register_layer.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

/// A residual block, whose layer "twice" is called two times.
Model residual() {
  const Input image({4, 4, 2}, {.name = "image"});
  const auto twice = share(Conv2D(3, 3, {.padding = "same", .activation = "relu", .name = "twice"}));
  const KerasTensor first = Conv2D(3, 1, {.name = "first"})(image);
  const KerasTensor block = Add({.name = "sum"})({first, twice(twice(first))});
  return Model(image, Dense(2, {.name = "head"})(Flatten({.name = "features"})(block)), {.name = "residual"});
}

/// A layer of a user's own.
class Halve : public Layer {
 public:
  explicit Halve(const LayerOptions& options = {}) : Layer("Halve", options) {}
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View x, Tape& tape) const override { return tape.evaluate(x.array() / 2); }
  View backward(View dy, Tape& tape) const override { return tape.evaluate(dy.array() / 2); }
};

}  // namespace

TEST_CASE("output() of a layer makes a model of a part, with a head of its own") {
  Model base = residual();
  const Model features(base.inputs(), base.output("features"));
  const Tensor x = random_tensor({3, 4, 4, 2}), cut = features.predict(x);
  CHECK(features.output_shape() == Shape{None, 48});
  const std::vector<Tensor> weights = base.get_weights();
  Model model(base.inputs(), Dense(2)(base.output("features")));
  model.set_weights(weights);
  CHECK((model.predict(x) == base.predict(x)));

  base.set_trainable(false);
  model.compile({.optimizer = "sgd", .loss = "mse"});
  model.train_on_batch(x, random_tensor({3, 2}));
  CHECK((features.predict(x) == cut));
  CHECK((model.predict(x) != base.predict(x)));
}

TEST_CASE("output() of an Input is the input") {
  const Model base = residual();
  const Model same(base.inputs(), base.output("image"));
  const Tensor x = random_tensor({2, 4, 4, 2});
  CHECK((same.predict(x) == x));
}

TEST_CASE("output() of a layer that is called twice is that of its first call, as in Keras") {
  const Model base = residual();
  const Model once(base.inputs(), base.output("twice")), first(base.inputs(), base.output("first"));
  const Input input({4, 4, 3});
  auto conv = Conv2D(3, 3, {.padding = "same", .activation = "relu"});
  Model expected(input, std::move(conv)(input));
  const std::vector<Tensor> weights = once.get_weights();
  expected.set_weights({weights[2], weights[3]});
  const Tensor x = random_tensor({2, 4, 4, 2});
  CHECK((once.predict(x) == expected.predict(first.predict(x))));
}

TEST_CASE("output() of a layer in a Sequential, and of layers that are not there") {
  Sequential model;
  model.add(Dense(3, {.input_shape = {2}, .name = "first"}));
  model.add(Dense(1, {.name = "second"}));
  const Model part(model.inputs(), model.output("first"));
  const Tensor x = random_tensor({4, 2});
  Tensor y = part.predict(x);
  Tensor weighted = model.get_weights()[2];
  CHECK(model.predict(x)(1, 0) ==
        Approx(y(1, 0) * weighted(0, 0) + y(1, 1) * weighted(1, 0) + y(1, 2) * weighted(2, 0)));
  CHECK_THROWS_WITH(model.output("fist"),
                    Catch::Contains("there is no layer called \"fist\"") && Catch::Contains("\"first\""));
  Sequential unbuilt({Dense(1, {.name = "only"})});
  CHECK_THROWS_AS(unbuilt.output("only"), ValueError);
}

TEST_CASE("A layer of one's own that was saved frozen is loaded frozen, whatever its function reads") {
  register_layer("Halve", [](const Config&) { return std::make_shared<Halve>(); });
  const Folder folder;
  Sequential model;
  model.add(Input({2}));
  model.add(Halve(LayerOptions{.trainable = false}));
  model.add(Halve());
  model.save(folder.file("halves.keras"));
  const Sequential loaded = load_model(folder.file("halves.keras"));
  CHECK_FALSE(loaded.get_layer(0).trainable());
  CHECK(loaded.get_layer(1).trainable());
}
