// Models that branch: shared layers, several inputs and outputs, models in models.
#include <cmath>

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"

namespace keratin::test_graph {
namespace {

using Catch::Matchers::Contains;
using namespace layers;

/// What a user writes: a layer of several inputs.
class Sum : public MergingLayer {
 public:
  explicit Sum(const LayerOptions& options = {}) : MergingLayer("Sum", options) {}
  [[nodiscard]] Shape merged_shape(std::span<const Shape> inputs) const override {
    for (const Shape& input : inputs) {
      if (input != inputs.front())
        fail("inputs of shapes " + to_string(inputs.front()) + " and " + to_string(input) + " do not fit.");
    }
    return inputs.front();
  }
  View merge(std::span<const View> x, Tape& tape) const override {
    const Buffer y = tape.allocate(x[0].shape());
    for (std::size_t i = 0; i < y.size(); ++i) {
      y.data()[i] = 0.0f;
      for (const View& one : x) y.data()[i] += one.data()[i];
    }
    return y;
  }
  void merge_backward(View dy, std::span<View> dx, Tape& /*tape*/) const override {
    for (View& one : dx) one = dy;
  }
};

/// Two inputs; a layer that is called twice, whose first output goes three ways; two outputs.
Model two_headed() {
  Input left({4}, {.name = "left"}), right({4}, {.name = "right"});
  const auto twin = share(Dense(3, {.activation = "tanh", .name = "twin"}));
  const KerasTensor a = twin(left), b = twin(right);
  const KerasTensor sum = share(Sum(LayerOptions{{}, "sum"}))({a, b, a});
  const KerasTensor hidden = Dense(5, {.activation = "tanh", .name = "hidden"})(sum);
  return Model({left, right},
               {Dense(1, {.activation = "sigmoid", .name = "real"})(hidden), Dense(2, {.name = "values"})(a)},
               {.name = "two_headed"});
}

struct Samples {
  Tensor left = random::randn({8, 4}), right = random::randn({8, 4});
  Tensor real = xt::ones<float>({8, 1}), values = random::randn({8, 2});
};

const CompileOptions two_losses = {.optimizer = optimizers::SGD({.learning_rate = 0.25}),
                                   .losses = {"binary_crossentropy", "mse"},
                                   .loss_weights = {1.0, 0.5},
                                   .output_metrics = {{"accuracy"}, {"mae"}}};

TEST_CASE("predict(), which uses memory again, computes what a pass that keeps everything does") {
  Input image({8, 8, 4});
  const auto twin = share(Conv2D(4, 3, {.padding = "same", .activation = "relu"}));
  const KerasTensor first = twin(image), kept = Dropout(0.0)(first);
  Sequential inner;
  inner.add(Input({8, 8, 4}));
  inner.add(Flatten());
  inner.add(Dense(16, {.activation = "tanh"}));
  inner.add(Reshape({4, 4, 1}));
  const KerasTensor small = inner(first);
  KerasTensor x = Concatenate()({twin(first), UpSampling2D()(small), kept});
  for (int i = 0; i < 4; ++i) x = Add()({x, x, Conv2D(9, 1, {.activation = "tanh"})(x)});
  Model model(image,
              {Add()({GlobalMaxPooling2D()(x), Flatten()(AveragePooling2D(8)(x))}), small, Flatten()(kept)});
  Model training(image, {model.outputs()[0]});
  const Tensor batch = random::randn({3, 8, 8, 4});
  const std::vector<Tensor> outputs = model.predict_all(batch);
  CHECK((outputs[0] == training(batch, {.training = true})));
  CHECK((outputs[1] == inner.predict(Model(image, first).predict(batch))));
  CHECK((outputs[2] == Model(image, Flatten()(kept)).predict(batch)));
}

}  // namespace

TEST_CASE("A step of training changes each weight by the gradient of the loss") {
  utils::set_random_seed(7);
  Model model = two_headed();
  model.compile(two_losses);
  const Samples data;
  const auto loss = [&] {
    return model.test_on_batch({data.left, data.right}, {data.real, data.values})["loss"];
  };
  const std::vector<Tensor> before = model.get_weights();
  model.train_on_batch({data.left, data.right}, {data.real, data.values});
  const std::vector<Tensor> after = model.get_weights();
  REQUIRE(before.size() == 8);
  constexpr double step = 1e-2;
  for (std::size_t i = 0; i < before.size(); ++i) {
    for (std::size_t k = 0; k < before[i].size(); ++k) {
      std::vector<Tensor> weights = before;
      weights[i].flat(k) += static_cast<float>(step);
      model.set_weights(weights);
      double difference = loss();
      weights[i].flat(k) -= static_cast<float>(2 * step);
      model.set_weights(weights);
      difference -= loss();
      INFO("weight " << i << ", number " << k);
      CHECK(double(before[i].flat(k) - after[i].flat(k)) / 0.25 ==
            Approx(difference / (2 * step)).margin(2e-4));
    }
  }
}

TEST_CASE("A chain of calls computes what a Sequential of the same layers does, to the bit") {
  const auto train = [](Model& model) {
    model.compile({.optimizer = "adam", .loss = "binary_crossentropy"});
    utils::set_random_seed(5);
    const Tensor x = random::randn({16, 6, 6, 2}), y = xt::ones<float>({16, 1});
    model.fit(x, y, {.batch_size = 5, .epochs = 2, .verbose = 0});
    return std::pair(model.get_weights(), model.predict(x));
  };
  utils::set_random_seed(3);
  Sequential chain;
  chain.add(Input({6, 6, 2}));
  chain.add(Conv2D(4, 3, {.padding = "same"}));
  chain.add(BatchNormalization());
  chain.add(ReLU());
  chain.add(UpSampling2D(2));
  chain.add(Conv2D(3, 3, {.activation = "relu"}));
  chain.add(Flatten());
  chain.add(Dense(1, {.activation = "sigmoid"}));
  utils::set_random_seed(3);
  const Input input({6, 6, 2});
  KerasTensor x = Conv2D(4, 3, {.padding = "same"})(input);
  x = BatchNormalization()(x);
  x = ReLU()(x);
  x = UpSampling2D(2)(x);
  x = Conv2D(3, 3, {.activation = "relu"})(x);
  x = Flatten()(x);
  Model model(input, Dense(1, {.activation = "sigmoid"})(x));
  CHECK(train(chain) == train(model));
}

TEST_CASE("Models are called as layers, with their weights shared, and give what they are made of") {
  utils::set_random_seed(11);
  Sequential generator({.name = "generator"});
  generator.add(Dense(3, {.activation = "tanh", .input_shape = {2}}));
  const Model head = two_headed();
  const Model combined({generator.inputs()[0], head.inputs()[1]},
                       head({Dense(4, {.name = "wider"})(generator.output()), head.inputs()[1]}));
  const Tensor z = random::randn({5, 2}), right = random::randn({5, 4});
  const std::vector<Tensor> made = combined.predict_all({z, right});
  REQUIRE(made.size() == 2);
  const std::vector<Tensor> weights = combined.get_layer("wider").get_weights();
  Sequential to_left;
  to_left.add(Dense(4, {.input_shape = {3}}));
  to_left.set_weights(weights);
  CHECK(made == head.predict_all({to_left.predict(generator.predict(z)), right}));
}

TEST_CASE("Logs name each output's loss and metrics") {
  utils::set_random_seed(2);
  Model model = two_headed();
  model.compile(two_losses);
  const Samples data;
  const Logs logs = model.evaluate({data.left, data.right}, {data.real, data.values}, {.batch_size = 3});
  std::vector<std::string> names;
  for (const auto& [name, value] : logs) names.push_back(name);
  CHECK(names == std::vector<std::string>{"loss", "real_loss", "values_loss", "real_accuracy", "values_mae"});
  CHECK(logs["loss"] == Approx(logs["real_loss"] + 0.5 * logs["values_loss"]));
}

TEST_CASE("A model that branches is saved and loaded in every format") {
  utils::set_random_seed(4);
  const Input left({4}, {.name = "left"}), right({4}, {.name = "right"});
  const auto twin = share(Dense(3, {.activation = "tanh"}));
  const KerasTensor a = twin(left), b = twin(right);
  const Input inner_input({3});
  const Model inner(inner_input, {Dense(2)(inner_input), Dense(3)(inner_input)}, {.name = "inner"});
  const KerasTensors halves = inner(b);
  Model model({left, right}, {a, halves[1], Dense(1)(halves[0])});
  model.compile({.loss = "mse", .loss_weights = {1, 2, 3}});
  const Samples data;
  const std::vector<Tensor> expected = model.predict_all({data.left, data.right});
  const testing::Folder folder;
  for (const std::string ending : {".keras", ".h5"}) {
    const std::string path = folder.file("model" + ending);
    model.save(path);
    const Model loaded = load_model(path);
    CHECK(loaded.predict_all({data.left, data.right}) == expected);
    CHECK(loaded.get_config() == model.get_config());
  }
  Model again = model_from_json(model.to_json());
  again.set_weights(model.get_weights());
  CHECK(again.predict_all({data.left, data.right}) == expected);
  CHECK(clone_model(model).get_config() == model.get_config());
}

TEST_CASE("Graphs that cannot be are refused") {
  const Input a({4}, {.name = "a"}), b({4}, {.name = "b"});
  const KerasTensor x = Dense(3, {.name = "x"})(a);
  CHECK_THROWS_WITH(Model(b, x), Contains("its outputs need the input \"a\", which is not among its inputs"));
  CHECK_THROWS_WITH(Model(x, Dense(2)(x)), Contains("its inputs must be Inputs, but"));
  CHECK_THROWS_WITH(Model({a, a}, x), Contains("the input \"a\" is given twice"));
  CHECK_THROWS_WITH(Model({a, b}, {x, Dense(2, {.name = "x"})(b)}), Contains("already one called \"x\""));
  CHECK_THROWS_WITH(Dense(2)({a, b}), Contains("it takes one input, but was called with 2"));
  CHECK_THROWS_WITH(share(Sum())({a, x}), Contains("(None, 4) and (None, 3) do not fit"));
  Dense moved(2);
  static_cast<void>(std::move(moved)(a));
  CHECK_THROWS_WITH(std::move(moved)(a), Contains("was moved into another object"));
  const Model model = two_headed();
  const Tensor one = xt::ones<float>({5, 4}), other = xt::ones<float>({3, 4});
  CHECK_THROWS_WITH(model.predict_all(one), Contains("it has 2 inputs, but received 1 array"));
  CHECK_THROWS_WITH(
      model.predict_all({one, other}),
      Contains("all inputs must hold the same number of samples, but received shapes (5, 4) and (3, 4)"));
  CHECK_THROWS_WITH(model.predict({one, one}),
                    Contains("it has 2 outputs: predict_all() gives an array for each"));
  CHECK_THROWS_WITH(model.output_shape(), Contains("it has 2 outputs"));
  CHECK_THROWS_WITH(Model(model).compile({.losses = {"mse"}}),
                    Contains("losses must have an entry for each of its 2 outputs, but has 1"));
  CHECK_THROWS_WITH(Model(model).compile({.loss = "mse", .metrics = {"mae"}}),
                    Contains("Give output_metrics"));
}

TEST_CASE("What a user's layer gives is checked before a layer of several inputs takes it") {
  const Input a({4}), b({4});
  const Model model({a, b}, Subtract()({share(Sum())({a, b}), b}));
  const Tensor one = xt::ones<float>({2, 4});
  CHECK((model.predict({one, one}) == one));
}

TEST_CASE("Targets of an output without a loss are checked too") {
  Model model = two_headed();
  model.compile({.losses = {"mse", {}}});
  const Samples data;
  const Tensor few = xt::ones<float>({3, 2});
  CHECK_THROWS_WITH(model.fit({data.left, data.right}, {data.real, few}, {.verbose = 0}),
                    Contains("the same number of samples"));
  CHECK_THROWS_WITH(model.train_on_batch({data.left, data.right}, {data.real, Tensor()}),
                    Contains("the same number of samples"));
}

TEST_CASE("A Sequential takes only models of one input and one output, and no list may be empty") {
  Sequential outer;
  CHECK_THROWS_WITH(outer.add(two_headed()), Contains("must have one input and one output"));
  CHECK_THROWS_WITH(Add()(std::vector<KerasTensor>()), Contains("it was called with an empty list"));
}

TEST_CASE("A deep graph ends without taking the stack") {
  const Input input({1});
  const auto layer = share(Dense(1));
  KerasTensor x = input;
  for (int i = 0; i < 200'000; ++i) x = layer(x);
  CHECK_THROWS_WITH(Model(input, x), Contains("a model can hold at most 4096 layers"));
}

}  // namespace keratin::test_graph
