#include <memory>

#include "keratin/models/sequential.hpp"
#include "models/summary_models.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

Sequential small_model() {
  utils::clear_session();
  Sequential model;
  model.add(Dense(3, {.activation = "tanh", .input_dim = 4}));
  model.add(Dense(2));
  return model;
}

Sequential deferred_model() {
  utils::clear_session();
  Sequential model;
  model.add(Dense(3));
  model.add(Dense(2));
  return model;
}

/// Gives every layer that it makes a kernel of the wrong shape.
class Wrong : public initializers::Initializer {
 public:
  Tensor operator()(const Shape&) const override { return testing::vector({0}); }
};

}  // namespace

TEST_CASE("add() moves a layer in and returns it") {
  utils::clear_session();
  Sequential model;
  Dense& first = model.add(Dense(3, {.input_dim = 4}));
  CHECK(first.count_params() == 15);
  Dense second(2);
  const Dense& moved = model.add(std::move(second));
  CHECK(&moved == model.layers()[1].get());
  const auto shared = std::make_shared<Flatten>();
  CHECK(&model.add(shared) == shared.get());
  CHECK(model.layers().size() == 3);
  CHECK(model.layers()[2] == shared);
  CHECK(model.get_layer(0).name() == "dense");
}

TEST_CASE("A Sequential is a handle: a copy is the same model") {
  Sequential model = small_model();
  Sequential copy = model;
  copy.add(Dense(1));
  CHECK(model.layers().size() == 3);
  copy.set_weights(std::vector<Tensor>(model.get_weights()));
  model.compile({.optimizer = "sgd", .loss = "mse"});
  CHECK_NOTHROW(copy.train_on_batch(random_tensor({2, 4}), random_tensor({2, 1})));
  CHECK(copy.get_weights() == model.get_weights());
  Sequential taken = std::move(copy);
  taken.set_trainable(false);
  CHECK_FALSE(copy.trainable());
  copy = small_model();
  CHECK(copy.layers().size() == 2);
  CHECK(model.layers().size() == 3);
}

TEST_CASE("A model is added by reference and shares its weights") {
  const Sequential inner = small_model();
  Sequential one, other;
  one.add(inner);
  other.add(inner);
  other.add(Dense(1));
  CHECK(one.input_shape() == Shape{None, 4});
  CHECK(one.layers()[0] == other.layers()[0]);
  const Tensor x = random_tensor({3, 4});
  CHECK((one.predict(x) == inner.predict(x)));
  one.compile({.optimizer = optimizers::SGD({.learning_rate = 0.1}), .loss = "mse"});
  const std::vector<Tensor> before = inner.get_weights();
  one.train_on_batch(x, random_tensor({3, 2}));
  CHECK(inner.get_weights() != before);
  CHECK(inner.get_weights() == one.get_weights());
  const std::vector<Tensor> all = other.get_weights();
  CHECK(std::vector<Tensor>(all.begin(), all.begin() + 4) == inner.get_weights());
}

TEST_CASE("A layer shared by two models has one set of weights") {
  const auto shared = std::make_shared<Dense>(2, DenseOptions{.input_dim = 3});
  Sequential one, other;
  one.add(shared);
  other.add(shared);
  other.add(ReLU());
  one.set_weights({random_tensor({3, 2}), random_tensor({2}, 5)});
  CHECK(other.get_weights() == one.get_weights());
  const Tensor x = random_tensor({2, 3});
  CHECK((other.predict(x) == Tensor(xt::maximum(one.predict(x), 0.0f))));
}

TEST_CASE("A model used twice in another is counted and trained once") {
  utils::clear_session();
  Sequential inner, middle, model;
  inner.add(Dense(4, {.input_dim = 4}));
  middle.add(inner);
  model.add(inner);
  model.add(middle);
  CHECK(model.count_params() == 20);
  CHECK(model.get_weights().size() == 2);
  const Tensor x = random_tensor({8, 4}), y = random_tensor({8, 4}, 2);
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.02}), .loss = "mse"});
  const double before = model.test_on_batch(x, y)["loss"];
  const Tensor kernel = model.get_weights()[0];
  model.train_on_batch(x, y);
  CHECK(model.test_on_batch(x, y)["loss"] < before);
  CHECK((inner.get_weights()[0] != kernel));
}

TEST_CASE("pop() takes the last layer off") {
  Sequential model = small_model();
  model.compile({.optimizer = "sgd", .loss = "mse"});
  const Tensor x = random_tensor({2, 4});
  model.pop();
  CHECK(model.output_shape() == Shape{None, 3});
  CHECK(shape_of(model.predict(x)) == Shape{2, 3});
  CHECK(error_of([&] { model.train_on_batch(x, x); }).find("(2, 3)") != std::string::npos);
  model.add(Dense(5, {.name = "third"}));
  CHECK(model.output_shape() == Shape{None, 5});
  model.pop();
  model.pop();
  CHECK_FALSE(model.built());
  model.add(Dense(6));
  CHECK(model.input_shape() == Shape{None, 4});
  model.pop();
  CHECK(error_of([&] { model.pop(); }) ==
        "Layer \"sequential\" (Sequential): there is no layer to take off.");
}

TEST_CASE("A layer taken off a nested model may still be in a compiled one") {
  Sequential inner = small_model(), model;
  model.add(inner);
  model.compile({.optimizer = "adam", .loss = "mse"});
  const Tensor x = random_tensor({2, 4});
  model.train_on_batch(x, random_tensor({2, 2}));
  inner.pop();
  CHECK_NOTHROW(model.train_on_batch(x, random_tensor({2, 3})));
  CHECK(shape_of(model.predict(x)) == Shape{2, 3});
}

TEST_CASE("get_layer() finds by name and by index") {
  const Sequential model = small_model();
  CHECK(&model.get_layer("dense_1") == &model.get_layer(1));
  CHECK(&model.get_layer(-1) == &model.get_layer(1));
  CHECK(&model.get_layer(-2) == &model.get_layer(0));
  CHECK(error_of([&] { static_cast<void>(model.get_layer("conv2d")); }) ==
        "Layer \"sequential\" (Sequential): there is no layer called \"conv2d\". Known: \"dense\", "
        "\"dense_1\".");
  for (int index : {2, -3}) {
    CHECK(error_of([&] { static_cast<void>(model.get_layer(index)); }) ==
          "Layer \"sequential\" (Sequential): there is no layer number " + std::to_string(index) +
              ": the model has 2 layers, counted from 0.");
  }
  CHECK(error_of([] { static_cast<void>(Sequential().get_layer("dense")); }) ==
        "Layer \"sequential\" (Sequential): there is no layer called \"dense\". Known: none.");
}

TEST_CASE("A model is built by its first layer's input_shape, by Input or by build()") {
  const Sequential declared = small_model();
  CHECK(declared.built());
  CHECK(declared.input_shape() == Shape{None, 4});
  CHECK(declared.output_shape() == Shape{None, 2});
  CHECK(declared.count_params() == 23);

  Sequential with_input;
  with_input.add(Input({4}));
  CHECK_FALSE(with_input.built());
  with_input.add(Dense(3));
  CHECK(with_input.output_shape() == Shape{None, 3});

  Sequential built = deferred_model();
  CHECK_FALSE(built.built());
  CHECK(built.get_weights().empty());
  built.build({None, 4});
  CHECK(built.input_shape() == Shape{None, 4});
  CHECK(built.count_params() == 23);
  const std::vector<Tensor> weights = built.get_weights();
  built.build({16, 4});
  CHECK(built.get_weights() == weights);
  CHECK(built.input_shape() == Shape{None, 4});
}

TEST_CASE("A model without input_shape is built by the first data") {
  const Tensor x = random_tensor({5, 4}), y = random_tensor({5, 2});
  Sequential predicted = deferred_model(), fitted = deferred_model(), trained = deferred_model();
  CHECK(shape_of(predicted.predict(x)) == Shape{5, 2});
  CHECK(predicted.input_shape() == Shape{None, 4});
  fitted.compile({.optimizer = "sgd", .loss = "mse"});
  fitted.fit(x, y, {.verbose = 0});
  CHECK(fitted.output_shape() == Shape{None, 2});
  trained.compile({.optimizer = "sgd", .loss = "mse"});
  trained.build({None, 4});
  const std::vector<Tensor> before = trained.get_weights();
  trained.train_on_batch(x, y);
  CHECK(trained.get_weights() != before);
}

TEST_CASE("A nested model keeps its own open dimensions") {
  Sequential inner, model;
  inner.add(UpSampling2D({.input_shape = {None, None, 1}}));
  model.add(Input({4, 4, 1}));
  model.add(inner);
  CHECK(model.output_shape() == Shape{None, 8, 8, 1});
  CHECK(inner.input_shape() == Shape{None, None, None, 1});
  CHECK(shape_of(inner.predict(random_tensor({1, 3, 5, 1}))) == Shape{1, 6, 10, 1});
}

TEST_CASE("A nested model that is not built yet is built with the outer one") {
  Sequential inner = deferred_model(), model;
  model.add(Dense(7, {.input_dim = 5, .name = "first"}));
  model.add(inner);
  CHECK(inner.input_shape() == Shape{None, 7});
  CHECK(model.output_shape() == Shape{None, 2});
}

TEST_CASE("A model that could not be built is as before") {
  utils::clear_session();
  Sequential model, inner;
  inner.add(Dense(4));
  const auto shared = std::make_shared<Dense>(3, DenseOptions{.name = "shared"});
  connect(*shared, {None, 4});
  model.add(Dense(4));
  model.add(inner);
  model.add(shared);
  const auto wrong = std::make_shared<const Wrong>();
  model.add(Dense(1, {.kernel_initializer = Identifier<initializers::Initializer>(wrong)}));
  for (int inputs : {4, 5}) {
    CHECK(error_of([&] {
            model.build({None, inputs});
          }).find("the initializer Initializer gave") != std::string::npos);
    CHECK_FALSE(model.built());
    CHECK_FALSE(inner.built());
    CHECK(model.get_weights().size() == 2);
    CHECK(shared->built());
  }
  model.pop();
  model.build({None, 6});
  CHECK(model.count_params() == 28 + 20 + 15);
}

TEST_CASE("get_weights() and set_weights() agree") {
  Sequential model = small_model();
  const std::vector<Tensor> values{random_tensor({4, 3}), random_tensor({3}, 2), random_tensor({3, 2}, 3),
                                   random_tensor({2}, 4)};
  model.set_weights(values);
  CHECK(model.get_weights() == values);
  CHECK((model.get_layer(1).get_weights()[1] == values[3]));
}

TEST_CASE("clone_model() makes another model of the same layers") {
  utils::set_naming("tf_keras");
  Sequential model = small_model(), outer({.name = "outer"});
  outer.add(model);
  outer.add(Dropout(0.5));
  outer.add(Dense(1, {.name = "last", .trainable = false}));
  outer.compile({.optimizer = "sgd", .loss = "mse"});
  Sequential clone = clone_model(outer);
  CHECK(clone.name() == "outer");
  CHECK(summary_of(clone, {.expand_nested = true, .show_trainable = true}) ==
        summary_of(outer, {.expand_nested = true, .show_trainable = true}));
  CHECK(clone.layers()[0] != outer.layers()[0]);
  CHECK(clone.get_weights() != outer.get_weights());
  CHECK_THROWS(clone.evaluate(random_tensor({2, 4}), random_tensor({2, 1})));
  clone.set_weights(outer.get_weights());
  const Tensor x = random_tensor({2, 4});
  CHECK((clone.predict(x) == outer.predict(x)));
  CHECK_FALSE(clone_model(deferred_model()).built());
}

TEST_CASE("set_trainable() reaches all layers") {
  Sequential inner = small_model(), model;
  model.add(inner);
  CHECK(model.trainable());
  model.set_trainable(false);
  CHECK_FALSE(inner.trainable());
  CHECK_FALSE(inner.get_layer(0).trainable());
  model.set_trainable(true);
  CHECK(inner.get_layer(1).trainable());
  CHECK_FALSE(Sequential({.trainable = false}).trainable());
}

TEST_CASE("Models are named by counting, or as they are told") {
  utils::clear_session();
  CHECK(Sequential().name() == "sequential");
  CHECK(Sequential().name() == "sequential_1");
  CHECK(Sequential({.name = "gan"}).name() == "gan");
}
