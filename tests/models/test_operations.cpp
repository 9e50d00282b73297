// Operations between layers, `a + b` or `a[:, 0:2]`: read from files of real Keras
// (tests/golden/cases/operations), written back, and made in C++.
#include <map>
#include <set>
#include <string>

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "models/two_inputs.hpp"
#include "saving/json.hpp"
#include "saving/keras2_graph.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/folder.hpp"
#include "support/golden_json.hpp"
#include "support/run_layer.hpp"

namespace keratin::test_operations {
namespace {

using Catch::Matchers::Contains;
using namespace layers;
using testing::golden::Json;

Json answers_of(const std::string& library) {
  return testing::golden::read("cases/operations/" + library + ".json");
}

void check_as_keras(Model model, const Tensor& x, const Json& expected) {
  model.set_weights(testing::golden::tensors(expected.at("weights")));
  testing::require_close(model.predict(x), testing::golden::tensor(expected.at("predicted")), 1e-5);
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.02}), .loss = "mean_squared_error"});
  model.fit(x, testing::golden::tensor(expected.at("y")),
            {.batch_size = 5, .epochs = 2, .verbose = 0, .shuffle = false});
  const std::vector<Tensor> weights = model.get_weights(),
                            trained = testing::golden::tensors(expected.at("trained"));
  REQUIRE(weights.size() == trained.size());
  for (std::size_t i = 0; i < weights.size(); ++i) testing::require_close(weights[i], trained[i], 1e-5);
}

/// The layers of a model's config by name.
std::map<std::string, Json> layers_of(const Json& model) {
  std::map<std::string, Json> layers;
  for (const Json& layer : model.at("config").at("layers")) layers[layer.at("config").at("name")] = layer;
  return layers;
}

/// A model of Keras 3 in which the operation `class_name` is called with these arguments.
std::string with_operation(const std::string& class_name, const std::string& arguments,
                           const std::string& keywords) {
  return R"({"class_name": "Functional", "config": {"name": "m", "layers": [
      {"module": "keras.layers", "class_name": "InputLayer", "name": "i",
       "config": {"batch_shape": [null, 4, 3], "name": "i"}, "inbound_nodes": []},
      {"module": "keras.layers", "class_name": "Flatten", "name": "f", "config": {"name": "f"},
       "inbound_nodes": [{"args": [{"class_name": "__keras_tensor__",
                                    "config": {"keras_history": ["i", 0, 0]}}], "kwargs": {}}]},
      {"module": "keras.src.ops.numpy", "class_name": ")" +
         class_name + R"(", "name": "o", "config": {"name": "o"},
       "inbound_nodes": [{"args": [)" +
         arguments + R"(], "kwargs": )" + keywords +
         R"(}]}], "input_layers": ["i", 0, 0], "output_layers": ["o", 0, 0]}})";
}

const std::string i = R"({"class_name": "__keras_tensor__", "config": {"keras_history": ["i", 0, 0]}})",
                  f = R"({"class_name": "__keras_tensor__", "config": {"keras_history": ["f", 0, 0]}})";

}  // namespace

TEST_CASE("Operations of both Keras's predict, train and are written as there") {
  for (const char* library : {"keras3", "keras2"}) {
    const Json answers = answers_of(library);
    const Tensor x = testing::golden::tensor(answers.at("x"));
    for (const Json& expected : answers.at("cases")) {
      INFO(library << " " << expected.at("name"));
      const Model model = model_from_json(expected.at("config").dump());
      check_as_keras(model, x, expected);
      const testing::Folder folder;
      const std::string path = (folder.path / "model.h5").string();
      model.save(path);
      check_as_keras(load_model(path), x, expected);
      const std::string written = model.to_json();
      const Model again = model_from_json(written);
      CHECK(again.to_json() == written);
      check_as_keras(again, x, expected);
    }
  }
}

TEST_CASE("An operation with a constant, and a slice, are written as Keras 3 writes them") {
  const std::set<std::string> own = {"Absolute", "GetItem", "Negative", "Power", "Square", "TrueDivide"};
  const Json answers = answers_of("keras3");
  std::set<std::string> seen;
  for (const Json& expected : answers.at("cases")) {
    const Json written = Json::parse(model_from_json(expected.at("config").dump()).to_json());
    const auto ours = layers_of(written), theirs = layers_of(expected.at("config"));
    for (const auto& [name, layer] : theirs) {
      if (!own.contains(layer.at("class_name"))) continue;
      seen.insert(layer.at("class_name"));
      INFO(expected.at("name") << " " << name);
      for (const char* key : {"module", "class_name", "config", "registered_name", "inbound_nodes"})
        CHECK(ours.at(name).at(key) == layer.at(key));
    }
  }
  CHECK(seen == own);
}

TEST_CASE("A constant that stands first is written for Keras 2 as a float") {
  const auto node_of = [](const Config::List& arguments) {
    Config call = Config::entries({{"args", arguments}, {"kwargs", Config::entries()}});
    Config operation = Config::entries({{"module", "keras.src.ops.numpy"}, {"class_name", "Subtract"}});
    operation.set("inbound_nodes", Config::List{std::move(call)});
    return saving::to_json(saving::keras2_nodes(operation, {}));
  };
  const Config tensor =
      Config::entries({{"config", Config::entries({{"keras_history", Config::List{"x", 0, 0}}})}});
  CHECK(node_of({1, tensor}) == R"([["_CONSTANT_VALUE",-1,1.0,{"y":["x",0,0],"name":null}]])");
  CHECK(node_of({tensor, 1}) == R"([["x",0,0,{"y":1,"name":null}]])");
}

TEST_CASE("Operators of KerasTensors compute what they say, under Keras's names") {
  utils::clear_session();
  const testing::TwoInputs inputs;
  const auto& [a, b, x, z] = inputs;
  inputs.check(a + b, "add", x + z);
  inputs.check(a - b, "subtract", x - z);
  inputs.check(a * b, "multiply", x * z);
  inputs.check(a + 1, "add_1", x + 1.0f);
  inputs.check(a - 1, "subtract_1", x - 1.0f);
  inputs.check(a * 2, "multiply_1", 2.0f * x);
  inputs.check(a / 2, "true_divide", x / 2.0f);
  inputs.check(1 + a, "add_2", x + 1.0f);
  inputs.check(1 - a, "subtract_2", 1.0f - x);
  inputs.check(2 * a, "multiply_2", 2.0f * x);
  inputs.check(2 / a, "true_divide_1", 2.0f / x);
  inputs.check(-a, "negative", -x);
  inputs.check(abs(a), "absolute", xt::abs(x));
  inputs.check(pow(a, 2), "power", x * x);
  inputs.check((1 - a) * b + a, "add_3", (1.0f - x) * z + x);
}

TEST_CASE("Operators say what is wrong") {
  const Input a({4}), b({4, 4});
  CHECK_THROWS_WITH(
      a + b,
      Contains("KerasTensors with the same number of axes, but received shapes (None, 4) and (None, 4, 4)"));
  CHECK_THROWS_WITH(a + Input({3}),
                    Contains("inputs have incompatible shapes: received (None, 4), (None, 3)"));
  CHECK_THROWS_WITH(a * std::numeric_limits<double>::infinity(), Contains("must be a finite number"));
}

TEST_CASE("Operations that cannot be computed are refused by name") {
  const auto error_of = [](const std::string& class_name, const std::string& arguments,
                           const std::string& keywords = "{}") {
    return testing::error_of([&] { model_from_json(with_operation(class_name, arguments, keywords)); });
  };
  CHECK_THAT(error_of("Sin", i), Contains("layer 'o' (Sin): this is no layer but the operation Sin"));
  CHECK_THAT(error_of("TrueDivide", i + ", " + i), Contains("this is no layer but the operation TrueDivide"));
  CHECK_THAT(error_of("Multiply", "2, 3"), Contains("it is called with the constants 2 and 3"));
  CHECK_THAT(error_of("Multiply", i + R"(, "two")"),
             Contains("'constant' must be a number, but received 'two'"));
  CHECK_THAT(error_of("Multiply", i + ", 2", R"({"axis": 1})"),
             Contains("it is called with the argument 'axis' (1), which is not supported"));
  CHECK_THAT(error_of("Multiply", i + ", " + f),
             Contains("is an operation on arrays of shapes (None, 4, 3) and (None, 12)"));
  const auto slice = [](const std::string& start, const std::string& stop, const std::string& step) {
    return R"({"class_name": "__slice__", "config": {"start": )" + start + R"(, "stop": )" + stop +
           R"(, "step": )" + step + "}}";
  };
  const std::string all = slice("null", "null", "null");
  CHECK_THAT(error_of("GetItem", i + ", 0"), Contains("must take the whole batch"));
  CHECK_THAT(error_of("GetItem", i + ", [" + all + ", " + slice("0", "2", "0") + "]"),
             Contains("a slice's step must not be 0"));
  CHECK_THAT(error_of("GetItem", i + ", [" + all + ", 7]"),
             Contains("takes nothing of axis 1 of its input of shape (None, 4, 3)"));
  CHECK_THAT(error_of("GetItem", i + ", [" + all + ", " + slice("3", "2", "1") + "]"),
             Contains("takes nothing of axis 1"));
  CHECK_THAT(error_of("GetItem", i + ", [" + all + ", 0, 0, 0]"), Contains("has more axes than its input"));
}

}  // namespace keratin::test_operations
