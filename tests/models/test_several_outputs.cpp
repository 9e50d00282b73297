// Models with several inputs and outputs train on, and predict from, whatever one with one of each does.
#include <string>
#include <vector>

#include "models/several_outputs.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;
using testing::golden::Json;
using testing::golden::tensors;

namespace {

callbacks::History fit(Model model, const Case& of, const FitOptions& options) {
  return model.fit(of.data.inputs, of.data.targets, options);
}

}  // namespace

TEST_CASE("Three epochs with weights of each output are Keras's, with validation") {
  for (const std::string name : {"each", "first", "all"}) {
    INFO(name);
    const Case of(name);
    const Model model = of.model();
    const callbacks::History history = fit(model, of, of.options());
    const Json& expected = of.json.at("history");
    CHECK(history.history.size() == expected.size());
    for (const auto& [key, values] : expected.items()) {
      INFO(key);
      REQUIRE(history[key].size() == 3);
      for (std::size_t epoch = 0; epoch < 3; ++epoch)
        CHECK(history[key][epoch] == Approx(values[epoch].get<double>()).epsilon(1e-5));
    }
    const std::vector<Tensor> weights = model.get_weights(), after = tensors(of.json.at("after"));
    for (std::size_t i = 0; i < after.size(); ++i) require_close(weights[i], after[i], 2e-6);
    const std::vector<Tensor> made = model.predict_all(of.data.inputs),
                              predicted = tensors(of.json.at("predicted"));
    for (std::size_t i = 0; i < predicted.size(); ++i) require_close(made[i], predicted[i], 2e-6);
  }
}

TEST_CASE("Lists from a Dataset or a function train as arrays do, to the bit") {
  for (const std::string name : {"each", "first", "all"}) {
    INFO(name);
    const Case of(name);
    const Model arrays = of.model();
    const callbacks::History expected = fit(arrays, of, of.options());
    const Logs evaluated = arrays.evaluate(of.validation.inputs, of.validation.targets,
                                           {.batch_size = batch_size,
                                            .sample_weight = of.validation.sample_weight,
                                            .sample_weights = of.validation.sample_weights});
    const FitOptions options = {.epochs = 3, .verbose = 0, .shuffle = false};
    for (int workers : {0, 3}) {
      INFO(workers << " workers");
      Batches data(of.data, {.workers = workers}), validation(of.validation, {.workers = workers});
      Model model = of.model();
      FitOptions with_validation = options;
      with_validation.validation_data = validation;
      CHECK(model.fit(data, with_validation).history == expected.history);
      CHECK(model.get_weights() == arrays.get_weights());
      CHECK(model.evaluate(validation).values() == evaluated.values());
      CHECK(model.predict_all(data) == arrays.predict_all(of.data.inputs, {.batch_size = batch_size}));
    }
    int calls = 0;
    const Generator endless = [&] { return batch_of(of.data, calls++ % 3); };
    Model model = of.model();
    FitOptions steps = options;
    steps.steps_per_epoch = 3;
    steps.validation_data = of.validation;
    steps.validation_batch_size = batch_size;
    CHECK(model.fit(endless, steps).history == expected.history);
    CHECK(model.get_weights() == arrays.get_weights());
    calls = 0;
    CHECK(model.predict_all([&] { return Data{.inputs = batch_of(of.data, calls++).inputs}; },
                            {.steps = 3}) == arrays.predict_all(of.data.inputs, {.batch_size = batch_size}));
  }
}

TEST_CASE("Single batches take weights of each output") {
  const Case of("each");
  Model by_hand = of.model(), fitted = of.model();
  FitOptions one_epoch = of.options();
  one_epoch.epochs = 1;
  const double expected = fit(fitted, of, one_epoch)["loss"][0];
  double loss = 0.0;
  for (int i = 0; i < 3; ++i) {
    const Data batch = batch_of(of.data, i);
    const double tested =
        by_hand.test_on_batch(batch.inputs, batch.targets, {.sample_weights = batch.sample_weights})["loss"];
    const double trained =
        by_hand.train_on_batch(batch.inputs, batch.targets, {.sample_weights = batch.sample_weights})["loss"];
    CHECK(tested == Approx(trained).epsilon(1e-6));
    loss += trained * static_cast<double>(batch.inputs[0].shape()[0]) / 10.0;
  }
  CHECK(loss == Approx(expected).epsilon(1e-6));
  CHECK(by_hand.get_weights() == fitted.get_weights());
}

TEST_CASE("The part that validation_split holds out keeps its weights") {
  const Case of("each");
  const Model model = of.model();
  FitOptions options = of.options();
  options.validation_data = {};
  options.validation_split = 0.4;
  options.epochs = 1;
  const callbacks::History history = fit(model, of, options);
  const auto last = [](const std::vector<Tensor>& all) {
    std::vector<Tensor> parts;
    for (const Tensor& one : all) parts.emplace_back(xt::view(one, xt::range(6, 10)));
    return parts;
  };
  const Logs logs = model.evaluate(last(of.data.inputs), last(of.data.targets),
                                   {.sample_weights = last(of.data.sample_weights)});
  CHECK(history["val_loss"][0] == logs["loss"]);
  CHECK(history["val_kind_loss"][0] == logs["kind_loss"]);
}

TEST_CASE("A model with one input or output takes lists of one, and one array beside a list") {
  const Tensor x = random_tensor({6, 3}), y = random_tensor({6, 1}, 2), w = random_tensor({6}, 3);
  const Input input({3});
  const KerasTensor first = Dense(1, {.name = "first"})(input);
  const auto batches = [](const Data& data) { return [data] { return std::optional(data); }; };
  Model one(input, first);
  one.compile({.loss = "mse"});
  const double expected = one.evaluate(x, y, {.sample_weight = w})["loss"];
  CHECK(one.evaluate(x, y, {.sample_weights = {w}})["loss"] == expected);
  CHECK(one.evaluate(batches({.inputs = {x}, .targets = {y}, .sample_weights = {w}}), {.steps = 1})["loss"] ==
        expected);
  Model two(input, {first, Dense(1, {.name = "second"})(input)});
  two.compile({.loss = "mse"});
  CHECK(two.evaluate(batches({.x = x, .sample_weight = w, .targets = {y, y}}), {.steps = 1})["first_loss"] ==
        expected);
  CHECK(two.evaluate(x, {y, y}, {.sample_weights = {{}, {}}})["loss"] == two.evaluate(x, {y, y})["loss"]);
}
