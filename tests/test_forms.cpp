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

TEST_CASE("print() writes what Python prints of evaluate()'s list") {
  const auto printed = [](const Logs& logs) { return capture_stdout([&] { print(logs); }); };
  CHECK(printed(Logs({{"loss", 0.25}, {"accuracy", 0.875}})) == "[0.25, 0.875]\n");
  CHECK(printed(Logs({{"loss", 0.1}})) == "0.1\n");
  CHECK(printed(Logs({{"loss", 1.0}, {"mae", 1e-7}})) == "[1.0, 1e-07]\n");
}
