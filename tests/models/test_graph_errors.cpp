// Calls of a model that branches that cannot be: each says why, and changes nothing.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "support/catch.hpp"
#include "support/run_layer.hpp"

namespace keratin::test_graph_errors {
namespace {

using Catch::Matchers::Contains;
using nlohmann::json;
using namespace layers;

/// Two inputs of 4 and 3 numbers, two outputs of 2 and 1.
Model two_ends() {
  const Input wide({4}, {.name = "wide"}), narrow({3}, {.name = "narrow"});
  const KerasTensor x = Concatenate()({wide, narrow});
  return Model({wide, narrow}, {Dense(2, {.name = "pair"})(x), Dense(1, {.name = "one"})(x)},
               {.name = "ends"});
}

/// A functional model of an input and these layers, each called with a place.
std::string chain(int count, bool reversed) {
  json layers = json::array();
  const auto add = [&](const char* class_name, const std::string& name, json config, json inbound) {
    config["name"] = name;
    layers.push_back(
        {{"class_name", class_name}, {"name", name}, {"config", config}, {"inbound_nodes", inbound}});
  };
  add("InputLayer", "l0", {{"batch_shape", {nullptr, 2}}}, json::array());
  for (int i = 1; i <= count; ++i) {
    const json place = {"l" + std::to_string(i - 1), 0, 0, json::object()};
    add("Activation", "l" + std::to_string(i), {{"activation", "relu"}}, {{place}});
  }
  if (reversed) std::reverse(layers.begin(), layers.end());
  const json ends = {{"l" + std::to_string(count), 0, 0}};
  const json config = {
      {"name", "m"}, {"layers", layers}, {"input_layers", {{"l0", 0, 0}}}, {"output_layers", ends}};
  return json{{"class_name", "Functional"}, {"config", config}}.dump();
}

}  // namespace

TEST_CASE("A model that branches is called with as many arrays, of such shapes, as it has inputs") {
  const Model model = two_ends();
  const Input four({4}), three({3});
  CHECK_THROWS_WITH(model(four), Contains("it has 2 inputs, but received 1"));
  CHECK_THROWS_WITH(model({four, three, four}), Contains("it has 2 inputs, but received 3"));
  CHECK_THROWS_WITH(
      model({three, four}),
      Contains("\"ends\"") && Contains("expected input number 0 of shape (None, 4), but received (None, 3)"));
  CHECK_THROWS_WITH(model(std::vector<KerasTensor>()), Contains("it was called with an empty list"));
  CHECK_THROWS_WITH(call(std::shared_ptr<Layer>(), four), Contains("must not be null"));
  const Tensor wide = testing::random_tensor({5, 4}), narrow = testing::random_tensor({5, 3});
  CHECK_THROWS_WITH(model.predict_all({narrow, wide}),
                    Contains("expected input number 0 of shape (None, 4), but received (5, 3)"));
  CHECK_NOTHROW(model.predict_all({wide, narrow}));
}

TEST_CASE("A model needs inputs and outputs, and one KerasTensor is one of a list") {
  const Input x({4});
  const std::vector<KerasTensor> none;
  CHECK_THROWS_WITH(Model(none, x), Contains("a model needs at least one input and one output"));
  CHECK_THROWS_WITH(Model(x, none), Contains("a model needs at least one input and one output"));
  const Model model = two_ends();
  const KerasTensors outputs = model.outputs();
  CHECK_THROWS_WITH(outputs[2], "There is no KerasTensor number 2: these are 2, counted from 0.");
  CHECK_THROWS_WITH(Dense(2)(model.output()), Contains("One KerasTensor was expected, but these are 2"));
}

TEST_CASE("Lists of compile() and fit() have an entry for each output") {
  Model model = two_ends();
  model.compile({.loss = "mse"});
  const std::vector<Tensor> weights = model.get_weights();
  const Tensor wide = testing::random_tensor({5, 4}), narrow = testing::random_tensor({5, 3}),
               pair = testing::random_tensor({5, 2}), one = testing::random_tensor({5, 1});
  CHECK_THROWS_WITH(model.compile({.loss = "mse", .loss_weights = {1, 2, 3}}),
                    Contains("loss_weights must have an entry for each of its 2 outputs, but has 3"));
  CHECK_THROWS_WITH(model.compile({.loss = "mse", .output_metrics = {{"mae"}}}),
                    Contains("output_metrics must have an entry for each of its 2 outputs, but has 1"));
  CHECK_THROWS_WITH(model.fit({wide, narrow}, pair, {.verbose = 0}),
                    Contains("it has 2 outputs, but received 1 array of targets"));
  CHECK_THROWS_WITH(model.train_on_batch({wide, narrow}, {pair, one, one}),
                    Contains("it has 2 outputs, but received 3 arrays of targets"));
  CHECK_THROWS_WITH(model.train_on_batch({wide, narrow}, {one, pair}), Contains("(5, 2)"));
  CHECK_THROWS_WITH(model.fit({wide, narrow}, {pair, one}, {.verbose = 0, .class_weight = {{0, 1.0f}}}),
                    Contains("class_weight is only for models with one output"));
  CHECK(model.get_weights() == weights);
  CHECK_NOTHROW(model.train_on_batch({wide, narrow}, {pair, one}));
}

TEST_CASE("The layers of a graph may stand in a file in any order, up to 4,096 of them") {
  const Tensor x = testing::random_tensor({2, 2});
  const Tensor y = xt::maximum(x, 0.0f);
  for (const bool reversed : {false, true}) {
    CHECK((model_from_json(chain(4096, reversed)).predict(x) == y));
    CHECK_THROWS_WITH(model_from_json(chain(10'000, reversed)),
                      Contains("its layers are called 10000 times, but a model can hold at most 4096 calls"));
  }
}

}  // namespace keratin::test_graph_errors
