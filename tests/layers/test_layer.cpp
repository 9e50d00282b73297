#include <algorithm>
#include <cmath>

#include "keratin/layers.hpp"
#include "keratin/layers/layer.hpp"
#include "models/summary_models.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::testing;
using layers::Dense;
using layers::DenseOptions;

namespace {

struct ScaleOptions {
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

// A user's layer: y = x * factor, one factor a channel. Everything in it is needed; clone() is not.
class Scale : public Layer {
 public:
  explicit Scale(const ScaleOptions& options = {}) : Layer("Scale", options) {}
  Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  void build(const Shape& input_shape) override {
    factor_ = add_weight("factor", {input_shape.back()}, "ones");
  }
  View forward(View x, Tape& tape) const override {
    tape.save(*this, {x});
    return tape.evaluate(x.array() * factor_->value());
  }
  View backward(View dy, Tape& tape) const override {
    const auto [x] = tape.restore<1>(*this);
    const Buffer gradient = tape.gradient(*factor_);
    if (!gradient.empty()) gradient.array() += xt::sum(x.array() * dy.array(), {0});
    return tape.evaluate(dy.array() * factor_->value());
  }

 private:
  Weight* factor_ = nullptr;
};

class CloneableScale : public Scale {
 public:
  using Scale::Scale;
  std::shared_ptr<Layer> clone() const override {
    return std::make_shared<CloneableScale>(own(ScaleOptions{.input_shape = declared_input_shape()}));
  }
};

/// A layer whose shapes a test chooses, right or wrong.
class Shaped : public Layer {
 public:
  Shaped(const Shape& output, const Shape& gradient)
      : Layer("Shaped", LayerOptions{}), output_(output), gradient_(gradient) {}
  Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View, Tape& tape) const override { return tape.allocate(output_); }
  View backward(View, Tape& tape) const override {
    return gradient_.empty() ? View() : View(tape.allocate(gradient_));
  }
  using Layer::set_input_spec;

 private:
  Shape output_, gradient_;
};

/// An initializer that does not do what it is asked.
class Wrong : public initializers::Initializer {
 public:
  Tensor operator()(const Shape&) const override { return testing::vector({1, 2}); }
  std::string name() const override { return "Wrong"; }
};

Sequential scaled() {
  utils::clear_session();
  Sequential inner, model;
  inner.add(CloneableScale({.input_shape = {3}}));
  inner.add(Dense(2, {.kernel_initializer = "ones"}));
  model.add(inner);
  model.add(CloneableScale());
  return model;
}

}  // namespace

TEST_CASE("A user's layer is a layer as the built-in ones are") {
  const auto make = [] { return std::make_shared<CloneableScale>(ScaleOptions{.input_shape = {3}}); };
  check_layer(make, {4, 3}, {.output_shape = {4, 3}, .weights = {{3}}});
  Scale layer;
  check_reference(layer, {4, 3}, [](const reference::Array& x, const auto& weights) {
    reference::Array y = x;
    for (std::size_t i = 0; i < y.data.size(); ++i) y.data[i] *= weights[0].data[i % 3];
    return y;
  });
}

TEST_CASE("A user's layer trains, by itself and nested") {
  Sequential model = scaled();
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.05}), .loss = "mse"});
  const Tensor x = random_tensor({32, 3});
  const Tensor y = xt::view(x, xt::all(), xt::range(0, 2)) * 3.0f;
  const auto history = model.fit(x, y, {.batch_size = 8, .epochs = 200, .verbose = 0});
  CHECK(history["loss"].back() < 1e-4 * history["loss"].front());
  require_close(model.predict(x), y, 0.02);
}

// Its output has fewer columns for a small batch than for a large one, which no layer may do.
class Fickle : public Layer {
 public:
  Fickle() : Layer("Fickle", LayerOptions{}) {}
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override {
    return {input_shape[0], input_shape[0] > 0 && input_shape[0] < 50 ? 1 : 8};
  }
  View forward(View x, Tape& tape) const override {
    const Buffer y = tape.allocate(compute_output_shape(x.shape()));
    std::fill_n(y.data(), y.size(), 0.0f);
    return y;
  }
  View backward(View /*dy*/, Tape& /*tape*/) const override { return {}; }
};

TEST_CASE("What a user's layer gives is checked before the next layer reads it") {
  Sequential fused, unfused, nested, inner;
  fused.add(Fickle());
  fused.add(Dense(3));
  unfused.add(Fickle());
  unfused.add(layers::LayerNormalization());
  inner.add(Fickle());
  nested.add(inner);
  nested.add(layers::LayerNormalization());
  for (Sequential* model : {&fused, &unfused, &nested}) {
    model->build({None, 8});
    CHECK_THROWS_AS(model->predict(xt::ones<float>({100, 8}), {.batch_size = 32}), ValueError);
  }
}

TEST_CASE("A user's layer prints in summary()") {
  const std::string text = summary_of(scaled(), {.expand_nested = true});
  CHECK(text.find("|    cloneable_scale") == std::string::npos);
  CHECK(text.find("scale (Scale)") != std::string::npos);
  CHECK(text.find("scale_1 (Scale)              (None, 2)                 2         \n") !=
        std::string::npos);
  CHECK(text.find("Total params: 13\n") != std::string::npos);
}

TEST_CASE("A user's layer is cloned if it overrides clone()") {
  const Sequential model = scaled(), clone = clone_model(model);
  Sequential filled = clone;
  filled.set_weights(model.get_weights());
  const Tensor x = random_tensor({2, 3});
  require_close(clone.predict(x), model.predict(x), 0);
  CHECK(clone.get_layer(1).name() == "scale_1");

  utils::clear_session();
  Sequential plain;
  plain.add(Scale({.input_shape = {3}}));
  CHECK(
      error_of([&] { static_cast<void>(clone_model(plain)); }) ==
      "Layer \"scale\" (Scale): this class cannot be cloned: override clone() to return a new layer with the "
      "same arguments.");
}

TEST_CASE("A user's activation function trains as the built-in one of the same formula") {
  static const activations::Function cube_root{
      .name = "cube_root",
      .forward = [](View x, Buffer y) { y.array() = xt::cbrt(x.array()); },
      .backward = [](View, View y, View dy,
                     Buffer dx) { dx.array() = dy.array() / (3.0f * y.array() * y.array()); }};
  Dense layer(2, {.activation = cube_root});
  check_reference(layer, {3, 2}, [](const reference::Array& x, const auto& weights) {
    reference::Array y{{3, 2}, std::vector<double>(6)};
    for (std::size_t row = 0; row < 3; ++row) {
      for (std::size_t unit = 0; unit < 2; ++unit) {
        double sum = weights[1].data[unit];
        for (std::size_t i = 0; i < 2; ++i) sum += x.data[row * 2 + i] * weights[0].data[i * 2 + unit];
        y.data[row * 2 + unit] = std::cbrt(sum);
      }
    }
    return y;
  });
  CHECK(layer.activation()->name == "cube_root");
}

TEST_CASE("Layers are named by their class, counted, or as they are told") {
  utils::clear_session();
  CHECK(Dense(1).name() == "dense");
  CHECK(Dense(1).name() == "dense_1");
  CHECK(Scale().name() == "scale");
  CHECK(Dense(1, {.name = "mine"}).name() == "mine");
  CHECK(Dense(1).name() == "dense_2");
  CHECK(Dense(1).class_name() == "Dense");
}

TEST_CASE("A layer checks its input as its InputSpec says") {
  utils::clear_session();
  Shaped layer({2, 3}, {});
  layer.set_input_spec({.rank = 2, .axes = {{-1, 3}}});
  const auto error = [&](const Shape& shape) { return error_of([&] { connect(layer, shape); }); };
  CHECK(
      error({2, 3, 4}) ==
      "Layer \"shaped\" (Shaped): expected an input of 2 dimensions, batch included, but received shape (2, "
      "3, 4). Put a Reshape or Flatten before it, or another layer.");
  CHECK(
      error({None, 4}) ==
      "Layer \"shaped\" (Shaped): expected axis -1 of its input to be 3, as when it was built, but received "
      "shape (None, 4). Give such inputs, or call a new layer.");
  layer.set_input_spec({.min_rank = 3});
  CHECK(
      error({None, 4}) ==
      "Layer \"shaped\" (Shaped): expected an input of at least 3 dimensions, batch included, but received "
      "shape (None, 4). If the axis of the channels is missing, add it: in a first layer .input_shape = {4, "
      "1}, of data x.reshape({-1, 4, 1}); in front of another layer Reshape({4, 1}).");
  layer.set_input_spec({.rank = 2, .axes = {{-1, 3}}});
  CHECK(connect(layer, {None, None}) == Shape{None, None});
}

TEST_CASE("A layer whose shapes contradict each other says so") {
  utils::clear_session();
  const Tensor x = random_tensor({2, 3});
  const auto run = [&](const Shape& output, const Shape& gradient) {
    Shaped layer(output, gradient);
    connect(layer, {None, 3});
    static_cast<void>(train(layer, x, x));
  };
  CHECK_NOTHROW(run({2, 3}, {2, 3}));
  CHECK(
      error_of([&] {
        run({3, 2}, {2, 3});
      }) ==
      "Layer \"shaped\" (Shaped): forward() returned shape (3, 2), but compute_output_shape() says (2, 3).");
  CHECK(error_of([&] {
          run({2, 3}, {2, 4});
        }) ==
        "Layer \"shaped\" (Shaped): backward() must return a gradient of the shape (2, 3) of its input, but "
        "returned (2, 4).");
  CHECK(error_of([&] {
          run({2, 3}, {});
        }) ==
        "Layer \"shaped\" (Shaped): backward() must return a gradient of the shape (2, 3) of its input, but "
        "returned nothing.");
}

TEST_CASE("A layer runs only once it is built") {
  CHECK(error_of([] {
          static_cast<void>(infer(Dense(2), random_tensor({2, 3})));
        }) == "Layer \"dense\" (Dense): its weights are not made yet: build() the model first.");
}

TEST_CASE("A layer that could not be built is as before") {
  utils::clear_session();
  const auto wrong = std::make_shared<const Wrong>();
  Dense layer(3, {.bias_initializer = Identifier<initializers::Initializer>(wrong)});
  for (int inputs : {4, 5}) {
    CHECK(error_of([&] {
            connect(layer, {None, inputs});
          }) == "Layer \"dense\" (Dense): the initializer Wrong gave its bias shape (2,) instead of (3,).");
    CHECK_FALSE(layer.built());
    CHECK(layer.weights().empty());
  }
}

TEST_CASE("A layer refuses an input_shape without positive dimensions") {
  CHECK(error_of([] {
          Dense(1, {.input_shape = {4, 0}});
        }) == "dense: input_shape (4, 0) must have positive dimensions, or None for open ones.");
  CHECK(error_of([] { Dense(1, {.input_dim = -4}); }) ==
        "dense: input_shape (-4,) must have positive dimensions, or None for open ones.");
}

TEST_CASE("A layer's weights are listed as trained and not trained") {
  layers::BatchNormalization layer;
  connect(layer, {None, 4});
  const std::vector<Weight*> all = layer.weights();
  CHECK(layer.trainable_weights() == std::vector<Weight*>{all[0], all[1]});
  CHECK(layer.non_trainable_weights() == std::vector<Weight*>{all[2], all[3]});
  CHECK(LayerAccess::updated_weights(layer) == all);
  layer.set_trainable(false);
  CHECK(layer.trainable_weights().empty());
  CHECK(layer.non_trainable_weights() == all);
  CHECK(LayerAccess::updated_weights(layer).empty());
  CHECK(layer.count_params() == 16);
}
