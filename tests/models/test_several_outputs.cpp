// Models with several inputs and outputs train on, and predict from, whatever one with one of each does.
#include <functional>
#include <string>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/model.hpp"
#include "support/arrays.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/golden_json.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;
using testing::golden::Json;
using testing::golden::tensors;

namespace {

/// As in golden/several_outputs.py.
Model two_headed(const CompileOptions& options) {
  const Input left({3}, {.name = "left"}), right({2}, {.name = "right"});
  const KerasTensor x = Dense(4, {.activation = "tanh"})(Concatenate()({left, right}));
  Model model({left, right}, {Dense(1, {.activation = "sigmoid", .name = "real"})(x),
                              Dense(3, {.activation = "softmax", .name = "kind"})(x)});
  model.compile(options);
  return model;
}

CompileOptions both_losses() {
  return {.optimizer = optimizers::SGD({.learning_rate = 0.5}),
          .losses = {"binary_crossentropy", "sparse_categorical_crossentropy"},
          .loss_weights = {1.0, 0.5},
          .output_metrics = {{"accuracy"}, {"accuracy"}}};
}

struct Case {
  explicit Case(const std::string& name) {
    const Json contents = golden::read("several_outputs.json");
    for (const Json& one : contents.at("cases")) {
      if (one.at("name") == name) json = one;
    }
    data = {.inputs = tensors(json.at("x")), .targets = tensors(json.at("y"))};
    validation = {.inputs = tensors(json.at("x_val")), .targets = tensors(json.at("y_val"))};
    take_weights("sample_weight", data);
    take_weights("validation_weight", validation);
  }

  [[nodiscard]] Model model() const {
    Model made = two_headed(both_losses());
    made.set_weights(tensors(json.at("start")));
    return made;
  }

  [[nodiscard]] FitOptions options() const {
    return {.batch_size = 4,
            .epochs = 3,
            .verbose = 0,
            .validation_data = validation,
            .shuffle = false,
            .sample_weight = data.sample_weight,
            .sample_weights = data.sample_weights};
  }

  Json json;
  Data data, validation;

 private:
  void take_weights(const char* key, Data& of) const {
    of.sample_weights = tensors(json.at(key));
    for (Tensor& weights : of.sample_weights) {
      if (weights.size() == 0) weights = Tensor();
    }
    if (of.sample_weights.size() != 1) return;
    of.sample_weight = of.sample_weights.front();
    of.sample_weights.clear();
  }
};

Tensor ones(const Shape& shape) { return zero_tensor(shape) + 1.0f; }

constexpr int batch_size = 4;

/// Batch number `index` of the data.
Data batch_of(const Data& data, int index) {
  const auto part = [index](const std::vector<Tensor>& all) {
    std::vector<Tensor> parts;
    for (const Tensor& one : all) {
      const int count = one.dimension() == 0 ? 0 : static_cast<int>(one.shape()[0]);
      const int begin = index * batch_size, end = std::min(count, begin + batch_size);
      parts.push_back(count == 0 ? Tensor() : Tensor(xt::view(one, xt::range(begin, end))));
    }
    return parts;
  };
  Data batch{.inputs = part(data.inputs),
             .targets = part(data.targets),
             .sample_weights = part(data.sample_weights)};
  batch.sample_weight = part({data.sample_weight}).front();
  return batch;
}

class Batches : public utils::Dataset {
 public:
  explicit Batches(const Data& data, const utils::DatasetOptions& options = {})
      : Dataset(options), data_(data) {}
  [[nodiscard]] std::optional<int> num_batches() const override {
    const auto samples = static_cast<int>(data_.inputs.front().shape()[0]);
    return (samples + batch_size - 1) / batch_size;
  }
  Data operator[](int index) override { return batch_of(data_, index); }

 private:
  Data data_;
};

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
  options.validation_data.reset();
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

namespace {

/// Checks that the call is refused with these words and changes nothing.
void check_refused(const Model& model, const std::string& words, const std::function<void()>& call) {
  const std::vector<Tensor> before = model.get_weights();
  const std::string error = error_of(call);
  INFO(error);
  CHECK(error.find(words) != std::string::npos);
  CHECK(model.get_weights() == before);
}

}  // namespace

TEST_CASE("Weights that do not fit the outputs are rejected, and nothing changes") {
  const Case of("each");
  Model model = of.model();
  const auto& x = of.data.inputs;
  const auto& y = of.data.targets;
  const Tensor w = of.data.sample_weights[0], few = ones({7}), deep = ones({10, 3});
  const auto refused = [&](const std::vector<Tensor>& weights, const std::string& words) {
    Data data = of.data;
    data.sample_weights = weights;
    const Generator batches = [data] { return data; };
    check_refused(model, words, [&] { model.fit(x, y, {.verbose = 0, .sample_weights = weights}); });
    check_refused(model, words, [&] { model.evaluate(x, y, {.sample_weights = weights}); });
    check_refused(model, words, [&] { model.train_on_batch(x, y, {.sample_weights = weights}); });
    check_refused(model, words, [&] { model.test_on_batch(x, y, {.sample_weights = weights}); });
    check_refused(model, words, [&] { model.fit(x, y, {.verbose = 0, .validation_data = data}); });
    check_refused(model, words, [&] { model.fit(batches, {.verbose = 0, .steps_per_epoch = 1}); });
  };
  refused({w}, "sample_weights must have an entry for each of its 2 outputs, but has 1.");
  refused({w, w, w}, "sample_weights must have an entry for each of its 2 outputs, but has 3.");
  refused(
      {w, few},
      "output \"kind\": sample_weight must hold one number for each sample, shape (10,), but received the "
      "shape (7,).");
  refused({deep, {}},
          "output \"real\": sample_weight must hold one number for each sample, shape (10,), but "
          "received the shape (10, 3).");
  check_refused(
      model, "sample_weight weighs all outputs and sample_weights each of them: give one of the two.", [&] {
        model.train_on_batch(x, y, {.sample_weight = w, .sample_weights = {w, w}});
      });
  check_refused(model, "class_weight is only for models with one output: give sample_weight.", [&] {
    model.train_on_batch(x, y, {.class_weight = {{0, 1.0f}}});
  });
  Batches data(of.data);
  const std::string for_arrays =
      "sample_weights are for arrays: put them into the batches, as Data's sample_weights.";
  check_refused(model, for_arrays, [&] { model.fit(data, {.verbose = 0, .sample_weights = {w, w}}); });
  check_refused(model, for_arrays, [&] { model.evaluate(data, {.sample_weights = {w, w}}); });
}

TEST_CASE("Weights of an output without a loss must fit its samples") {
  const Case of("each");
  CompileOptions options = both_losses();
  options.losses = {"binary_crossentropy", {}};
  Model model = two_headed(options);
  const auto loss = [&](const std::vector<Tensor>& weights) {
    return model.test_on_batch(of.data.inputs, of.data.targets, {.sample_weights = weights})["loss"];
  };
  const Tensor w = of.data.sample_weights[0];
  CHECK(loss({w, {}}) == loss({w, ones({10, 3})}));
  check_refused(model, "output \"kind\": sample_weight must hold one number for each sample, shape (10,)",
                [&] {
                  loss({w, ones({7})});
                });
}

TEST_CASE("Batches whose lists differ or do not fit are rejected") {
  const Case of("each");
  const Data whole = batch_of(of.data, 0);
  const auto after_one = [&](const Data& second, const std::string& words) {
    Model model = of.model(), by_hand = of.model();
    by_hand.train_on_batch(whole.inputs, whole.targets, {.sample_weights = whole.sample_weights});
    int calls = 0;
    const std::string error = error_of([&] {
      model.fit([&] { return calls++ == 0 ? whole : second; }, {.verbose = 0, .steps_per_epoch = 2});
    });
    INFO(error);
    CHECK(error.starts_with("Batch number 2 of the generator: "));
    CHECK(error.find(words) != std::string::npos);
    CHECK(model.get_weights() == by_hand.get_weights());
  };
  const auto changed = [&](const std::function<void(Data&)>& change) {
    Data data = whole;
    change(data);
    return data;
  };
  after_one({}, "it has 2 inputs, but received 1 array.");
  after_one(changed([](Data& data) { data.inputs.pop_back(); }), "it has 2 inputs, but received 1 array.");
  after_one(changed([](Data& data) { data.targets.pop_back(); }),
            "it has 2 outputs, but received 1 array of targets.");
  after_one(changed([](Data& data) { data.sample_weights.pop_back(); }),
            "sample_weights must have an entry for each of its 2 outputs, but has 1.");
  after_one(changed([](Data& data) {
              data.x = ones({4, 3});
            }),
            "Data holds both x and inputs: give x if it is one array, inputs if it is a list of them.");
  after_one(changed([](Data& data) { data.y = ones({4, 1}); }), "Data holds both y and targets");
  after_one(changed([](Data& data) { data.sample_weight = ones({4}); }), "give one of the two.");
  after_one(changed([](Data& data) { data.inputs[1] = ones({4, 5}); }), "(4, 5)");
  after_one(changed([](Data& data) { data.inputs[1] = ones({3, 2}); }), "the same number of samples");
  after_one(changed([](Data& data) {
              data.targets[1] = ones({4, 1});
            }),
            "all targets of the output \"kind\" must be of one shape, (None,) as in the first batch, but "
            "received (4, 1).");
}

TEST_CASE("Predictions of batches that cannot be put together are rejected") {
  const Input input({None, 2});
  const Model model(input, {Dense(1, {.name = "first"})(input), GlobalAveragePooling1D()(input)});
  int calls = 0;
  CHECK(error_of([&] {
          static_cast<void>(model.predict_all([&] { return Data{ones({2, 3 + calls++, 2})}; }, {.steps = 2}));
        })
            .ends_with(
                "its outputs for all batches must be of one shape to be put together, (None, 3, 1) as for "
                "the first batch, but a later one gives (2, 4, 1). Predict them batch by batch."));
  Batches data(Case("each").data);
  CHECK(error_of([&] {
          static_cast<void>(Case("each").model().predict(data));
        }).ends_with("it has 2 outputs: predict_all() gives an array for each."));
  CHECK(error_of([&] {
          static_cast<void>(model.predict_all([] { return std::optional<Data>(); }));
        }).ends_with("there is no data to predict from: it gave no batch."));
}
