// Short forms that people who know Keras write first.
#include "keratin/callbacks.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/optimizers.hpp"
#include "keratin/print.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::optimizers;
using testing::capture_stdout;

TEST_CASE("Sequential takes a list of layers, models and an Input, as add() does") {
  utils::clear_session();
  const auto shared = std::make_shared<Dense>(4);
  const Sequential inner({Dense(5, {.activation = "relu"}), Dense(6)});
  const Sequential model({Input({3}), Dense(8), shared, inner, Dense(1)}, {.name = "listed"});
  CHECK(model.name() == "listed");
  CHECK(model.layers().size() == 4);
  CHECK(model.layers()[1] == shared);
  CHECK(model.output_shape() == Shape{None, 1});
  CHECK(model.get_weights().size() == 10);
  CHECK(inner.get_weights().size() == 4);  // which it shares
  CHECK(Sequential({Dense(2, {.input_shape = {3}})}).count_params() == 8);
  CHECK(Sequential({}).layers().empty());
  CHECK(Sequential({.name = "empty"}).name() == "empty");
  CHECK_THROWS_WITH(Sequential({Dense(2, {.input_shape = {3}}), Conv2D(1, 3)}), Catch::Contains("Conv2D"));
}

TEST_CASE("Optimizers take the learning rate in front") {
  CHECK(Adam(0.25).get_config() == Adam({.learning_rate = 0.25}).get_config());
  CHECK(Adam(2e-4, {.beta_1 = 0.5}).get_config() ==
        Adam({.learning_rate = 2e-4, .beta_1 = 0.5}).get_config());
  CHECK(AdamW(0.5f).learning_rate() == 0.5);
  CHECK(SGD(1, {.momentum = 0.5}).learning_rate() == 1.0);
  for (const double rate :
       {Adadelta(0.5).learning_rate(), Adagrad(0.5).learning_rate(), Adamax(0.5).learning_rate(),
        Lion(0.5).learning_rate(), Nadam(0.5).learning_rate(), RMSprop(0.5).learning_rate()})
    CHECK(rate == 0.5);
  CHECK(SGD(schedules::ExponentialDecay(0.5, 10, 0.9)).learning_rate() == 0.5);
  CHECK_THROWS_WITH(Adam(-1), Catch::Contains("learning_rate"));
}

TEST_CASE("Layers take their first argument in front of the options, as Keras does") {
  const auto same = [](const Layer& one, const Layer& other) {
    Config a = one.get_config(), b = other.get_config();
    a.set("name", ""), b.set("name", "");
    CHECK(a == b);
  };
  same(MaxPooling1D(3, {.padding = "same"}), MaxPooling1D({.pool_size = 3, .padding = "same"}));
  same(MaxPooling2D({2, 3}, {.padding = "same"}), MaxPooling2D({.pool_size = {2, 3}, .padding = "same"}));
  same(MaxPooling3D(2, {.strides = 1}), MaxPooling3D({.pool_size = 2, .strides = 1}));
  same(UpSampling1D(3, {.input_shape = {4, 2}}), UpSampling1D({.size = 3, .input_shape = {4, 2}}));
  same(UpSampling2D({2, 3}, {.interpolation = "bilinear"}),
       UpSampling2D({.size = {2, 3}, .interpolation = "bilinear"}));
  same(UpSampling3D({1, 2, 3}, {.trainable = false}), UpSampling3D({.size = {1, 2, 3}, .trainable = false}));
  same(ZeroPadding1D({1, 2}, {.trainable = false}), ZeroPadding1D({.padding = {1, 2}, .trainable = false}));
  same(ZeroPadding3D(1, {.trainable = false}), ZeroPadding3D({.padding = 1, .trainable = false}));
  same(Cropping1D(2, {.trainable = false}), Cropping1D({.cropping = 2, .trainable = false}));
  same(Cropping3D({1, 2, 3}, {.trainable = false}), Cropping3D({.cropping = {1, 2, 3}, .trainable = false}));
  same(ReLU(6, {.negative_slope = 0.5}), ReLU({.max_value = 6.0, .negative_slope = 0.5}));
  same(ELU(0.5, {.trainable = false}), ELU({.alpha = 0.5, .trainable = false}));
  same(Softmax(1, {.trainable = false}), Softmax({.axis = 1, .trainable = false}));
  same(GroupNormalization(4, {.epsilon = 0.1}), GroupNormalization({.groups = 4, .epsilon = 0.1}));
  same(LeakyReLU(0.2, {.trainable = false}), LeakyReLU({.negative_slope = 0.2, .trainable = false}));
  same(LeakyReLU({.alpha = 0.2}), LeakyReLU(0.2));
  CHECK_THROWS_WITH(LeakyReLU(0.2, {.alpha = 0.5}), Catch::Contains("either negative_slope or alpha"));
  CHECK_THROWS_WITH(MaxPooling1D(3, {.pool_size = 4}), Catch::Contains("in front and among the options"));
  CHECK_THROWS_WITH(LeakyReLU({.alpha = -1.0}), Catch::Contains("negative_slope must be 0 or more"));
}

TEST_CASE("An argument that Keras takes as one or as a list is either here") {
  const auto compiled = [](const ListOf<Identifier<metrics::Metric>>& metrics) {
    Sequential model({Dense(1, {.input_shape = {2}})});
    model.compile({.loss = "mse", .metrics = metrics});
    return model.evaluate(random::rand({1, 2}), random::rand({1, 1})).names();
  };
  const std::vector<std::string> names = {"mae", "mse"};
  CHECK(compiled("mae") == "\"loss\", \"mae\"");
  CHECK(compiled(metrics::MeanAbsoluteError({.name = "off"})) == "\"loss\", \"off\"");
  CHECK(compiled({"mae", "mse"}) == "\"loss\", \"mae\", \"mse\"");
  CHECK(compiled(names) == compiled({"mae", "mse"}));
  CHECK(compiled({}) == "\"loss\"");

  Sequential model({Dense(1, {.input_shape = {2}})});
  model.compile({.loss = "mse", .metrics = "mae"});
  const Tensor x = random::rand({2, 2}), y = random::rand({2, 1}), weights = random::rand({2});
  callbacks::EarlyStopping stopper;
  int epochs = 0;
  callbacks::LambdaCallback counter({.on_epoch_end = [&](int, Logs&) { ++epochs; }});
  CHECK(model.fit(x, y, {.verbose = 0, .callbacks = counter, .validation_data = {x, y}})
            .history.contains("val_mae"));
  model.fit(x, y, {.verbose = 0, .callbacks = {counter, stopper}, .validation_data = {x, y, weights}});
  CHECK(epochs == 2);
}

TEST_CASE("evaluate()'s two values are taken apart as in Python") {
  const auto [loss, accuracy] = Logs({{"loss", 0.25}, {"accuracy", 0.875}});
  CHECK(loss == 0.25);
  CHECK(accuracy == 0.875);
  const auto take = [](const Logs& logs) {
    const auto [a, b] = logs;
    return a + b;
  };
  CHECK_THROWS_AS(take(Logs({{"loss", 1.0}})), ValueError);
  CHECK_THROWS_WITH(take(Logs({{"loss", 1.0}, {"mae", 2.0}, {"mse", 3.0}})),
                    Catch::Contains("these hold 3: \"loss\", \"mae\", \"mse\""));
}

TEST_CASE("Random numbers take an array's shape, or none") {
  const Tensor like = random::rand({2, 3});
  random::seed(1);
  const Tensor noise = random::normal(0, 1, like.shape());
  random::seed(1);
  CHECK(noise == random::normal(0, 1, {2, 3}));
  random::seed(5);
  CHECK(random::rand() == 0.22199317108973948);  // NumPy 2.4: seed(5), then rand(), randint(3, 9), randn()
  CHECK(random::randint(3, 9) == 8);
  CHECK(random::randn() == 2.43077118700778);
  random::seed(1);
  CHECK(random::uniform(2, 5) == 3.251066014107722);  // NumPy 2.4: seed(1), uniform(2, 5), normal(5, 2)
  CHECK(random::normal(5, 2) == 3.3956543227027147);
  CHECK_THROWS_WITH(random::randint(3, 3), Catch::Contains("low=3, high=3"));
}

TEST_CASE("print() writes what Python prints of evaluate()'s list") {
  const auto printed = [](const Logs& logs) { return capture_stdout([&] { print(logs); }); };
  CHECK(printed(Logs({{"loss", 0.25}, {"accuracy", 0.875}})) == "[0.25, 0.875]\n");
  CHECK(printed(Logs({{"loss", 0.1}})) == "0.1\n");
  CHECK(printed(Logs({{"loss", 1.0}, {"mae", 1e-7}})) == "[1.0, 1e-07]\n");
}

namespace {

template <class... Numbers>
void check_conversion() {
  const auto check = []<class T>(const T& /*type*/) {
    const xt::xarray<T> array = {{0, 1, 0}, {0, 1, 1}};
    const xt::xarray<T, xt::layout_type::column_major> by_columns = array;
    CHECK(TensorArgument(array).tensor() == Tensor(array));
    CHECK(TensorArgument(by_columns).tensor() == Tensor(array));
    CHECK(TensorArgument(xt::view(array, 1)).tensor() == Tensor(xt::view(array, 1)));
    CHECK(TensorArgument(xt::view(array, xt::all(), 1)).tensor() == Tensor(xt::view(array, xt::all(), 1)));
    CHECK(TensorArgument(array + array).tensor() == Tensor(array + array));
  };
  (check(Numbers()), ...);
}

}  // namespace

TEST_CASE("Calls take arrays over a vector of bool, and arrays in braces") {
  using OverBits = xt::xarray_adaptor<std::vector<bool>>;
  const OverBits adapted(std::vector<bool>{false, true, true, false}, OverBits::shape_type{2, 2});
  const Tensor expected = {{0, 1}, {1, 0}};
  CHECK(TensorArgument(adapted).tensor() == expected);
  CHECK(format_array(adapted) == "[[False  True]\n [ True False]]");
  const xt::xarray<double> array = expected;
  const auto shape_of_first = [](const Arrays& arrays) { return arrays[0].shape(); };
  CHECK(shape_of_first({{{array}}}) == Shape{2, 2});
}

TEST_CASE("Calls take arrays of any numbers, in any order of memory") {
  check_conversion<bool, char, signed char, unsigned char, short, unsigned short, int, unsigned, long,
                   unsigned long, long long, unsigned long long, float, double, long double>();
}
