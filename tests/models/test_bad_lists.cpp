// Lists of inputs, targets and weights that a model with several of them cannot take.
#include <functional>
#include <string>
#include <vector>

#include "models/several_outputs.hpp"
#include "support/catch.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

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
  refused({w}, "sample_weights must have 2 entries, one for each output, but has 1.");
  refused({w, w, w}, "sample_weights must have 2 entries, one for each output, but has 3.");
  refused(
      {w, few},
      "output \"kind\": sample_weight must hold one number for each sample, shape (10,), but received the "
      "shape (7,).");
  refused({w, zero_tensor({0})}, "received the shape (0,).");
  refused({deep, {}},
          "output \"real\": sample_weight must hold one number for each sample, shape (10,), but "
          "received the shape (10, 3).");
  check_refused(model, "give either sample_weight, for all outputs, or sample_weights, one for each.", [&] {
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
  after_one(
      {}, "it has 2 inputs, but received 1 array. Give a list of them in the inputs' order, such as {a, b}.");
  after_one(
      changed([](Data& data) { data.inputs.pop_back(); }),
      "it has 2 inputs, but received 1 array. Give a list of them in the inputs' order, such as {a, b}.");
  after_one(changed([](Data& data) { data.targets.pop_back(); }),
            "it has 2 outputs, but received 1 array of targets. Give a list of them in the outputs' order, "
            "such as {a, b}.");
  after_one(changed([](Data& data) { data.sample_weights.pop_back(); }),
            "sample_weights must have 2 entries, one for each output, but has 1.");
  after_one(changed([](Data& data) {
              data.x = ones({4, 3});
            }),
            "Data holds both x and inputs: give x if it is one array, inputs if it is a list of them.");
  after_one(changed([](Data& data) { data.y = ones({4, 1}); }), "Data holds both y and targets");
  after_one(changed([](Data& data) { data.sample_weight = ones({4}); }),
            "give either sample_weight, for all outputs");
  after_one(changed([](Data& data) { data.inputs[1] = ones({4, 5}); }), "(4, 5)");
  after_one(changed([](Data& data) { data.inputs[1] = ones({3, 2}); }), "the same number of samples");
  after_one(changed([](Data& data) {
              data.targets[1] = ones({4, 1});
            }),
            "all targets of the output \"kind\" must have the same shape, (None,) as in the first batch, but "
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
                "the outputs of all batches must have the same shape, (None, 3, 1) as in "
                "the first one, but a later batch gave (2, 4, 1). Call predict_on_batch() for each batch."));
  Batches data(Case("each").data);
  CHECK(error_of([&] {
          static_cast<void>(Case("each").model().predict(data));
        }).ends_with("it has 2 outputs: predict_all() gives an array for each."));
  CHECK(error_of([&] {
          static_cast<void>(model.predict_all([] { return std::optional<Data>(); }));
        }).ends_with("there is no data to predict from: it gave no batch."));
}
