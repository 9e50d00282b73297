// The calls of layers in functional models, see tests/golden/cases/call_arguments: what a call can carry is
// honoured, changes nothing, or is refused by name.
#include <algorithm>
#include <string>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/register_layer.hpp"
#include "keratin/saving/model_to_cpp.hpp"
#include "layers/layer_call.hpp"
#include "models/model_layer.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/folder.hpp"
#include "support/golden_json.hpp"
#include "support/paths.hpp"
#include "support/run_layer.hpp"

namespace keratin::test_call_arguments {
namespace {

using Catch::Matchers::Contains;
using testing::golden::Json;

Sequential load(const std::string& name) {
  return load_model(testing::golden_path("cases/call_arguments/" + name + ".h5"));
}

/// Checks what the model predicts, and what two epochs make of it.
void check_as_keras(Sequential model, const Json& answers, const std::string& name) {
  const Tensor x = testing::golden::tensor(answers.at("x")), y = testing::golden::tensor(answers.at("y"));
  const Json& expected = answers.at(name);
  testing::require_close(model.predict(x), testing::golden::tensor(expected.at("predicted")), 1e-5);
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.05}), .loss = "mean_squared_error"});
  const auto history = model.fit(x, y, {.batch_size = 3, .epochs = 2, .verbose = 0, .shuffle = false});
  const auto losses = expected.at("losses").get<std::vector<double>>();
  for (std::size_t i = 0; i < losses.size(); ++i)
    CHECK(history.history.at("loss")[i] == Approx(losses[i]).epsilon(1e-5));
  const std::vector<Tensor> weights = model.get_weights(),
                            after = testing::golden::tensors(expected.at("weights"));
  REQUIRE(weights.size() == after.size());
  for (std::size_t i = 0; i < weights.size(); ++i) testing::require_close(weights[i], after[i], 1e-5);
}

/// Dense layers a and b after an input, in the form of Keras 2; b's node, output and the model's ends as
/// given.
std::string chain(const std::string& node, const std::string& ends = R"([["b", 0, 0]])",
                  const std::string& input = R"([["i", 0, 0]])") {
  return R"({"class_name": "Functional", "keras_version": "2.15.0", "config": {"name": "m", "layers": [
      {"class_name": "InputLayer", "name": "i", "config": {"batch_input_shape": [null, 4], "name": "i"},
       "inbound_nodes": []},
      {"class_name": "Dense", "name": "a", "config": {"name": "a", "units": 3},
       "inbound_nodes": [[["i", 0, 0, {}]]]},
      {"class_name": "Dropout", "name": "b", "config": {"name": "b", "rate": 0.5},
       "inbound_nodes": )" +
         node + R"(}], "input_layers": )" + input + R"(, "output_layers": )" + ends + "}}";
}

std::string keras3_node(const std::string& arguments, const std::string& more = "",
                        const std::string& place = R"(["a", 0, 0])") {
  return R"([{"args": [{"class_name": "__keras_tensor__", "config": {"shape": [null, 3], "dtype": "float32",
      "keras_history": )" +
         place + "}}" + more + R"(], "kwargs": )" + arguments + "}]";
}

}  // namespace

TEST_CASE("Layers that a Keras 2 model calls with `training` predict and train as there") {
  const Json answers = testing::golden::read("cases/call_arguments/tf_keras.json");
  const testing::Folder folder;
  for (const char* name :
       {"normalized_true", "normalized_false", "dropped_false", "nested_false", "frozen_true"}) {
    INFO(name);
    check_as_keras(load(name), answers, name);
    if (name == std::string("nested_false")) continue;
    const std::string saved = (folder.path / "saved.h5").string();
    load(name).save(saved);
    check_as_keras(load_model(saved), answers, name);
  }
}

TEST_CASE("A model that branches and is called with training=True predicts what it predicts by itself") {
  const layers::Input inner({16, 16, 20}), input({16, 16, 20});
  const Model branches(inner,
                       layers::Subtract()({layers::Rescaling(2.0)(inner), layers::Rescaling(3.0)(inner)}));
  const Model outer(input, call(shared_layer_of(branches), input, true));
  const Tensor x = testing::random_tensor({3, 16, 16, 20});
  testing::require_close(outer.predict(x), branches.predict(x), 0);
}

TEST_CASE("A frozen BatchNormalization of Keras 2.3 that is called with training=True is rejected") {
  const auto model = [](const std::string& version, const std::string& trainable) {
    return R"({"class_name": "Model", "keras_version": ")" + version +
           R"(", "config": {"name": "m", "layers": [
        {"class_name": "InputLayer", "name": "i", "config": {"batch_input_shape": [null, 4], "name": "i"},
         "inbound_nodes": []},
        {"class_name": "BatchNormalization", "name": "b", "config": {"name": "b", "trainable": )" +
           trainable + R"(}, "inbound_nodes": [[["i", 0, 0, {"training": true}]]]}],
        "input_layers": [["i", 0, 0]], "output_layers": [["b", 0, 0]]}})";
  };
  CHECK_THROWS_WITH(model_from_json(model("2.3.1", "false")),
                    Contains("A frozen BatchNormalization is called with training=True. In Keras 2.3.1"));
  CHECK_NOTHROW(model_from_json(model("2.3.1", "true")));
  CHECK_NOTHROW(model_from_json(model("2.2.4-tf", "false")));
  CHECK_NOTHROW(model_from_json(model("2.15.0", "false")));
}

TEST_CASE("A dropout that is called with training=True drops in predict() too, others each time") {
  const Sequential model = load("dropped_true");
  const Tensor x = testing::random_tensor({6, 3});
  CHECK_FALSE((model.predict(x) == model.predict(x)));
}

TEST_CASE("A model whose calls have arguments is rejected if they cannot be written") {
  const testing::Folder folder;
  const std::string what =
      "Layer \"batch_normalization\" (BatchNormalization): its model calls it with training=";
  const Sequential model = load("normalized_true");
  CHECK_THROWS_WITH(model.save((folder.path / "a.keras").string()), Contains(what + "True, which Keras 3"));
  CHECK_THROWS_WITH(model.to_json(), Contains("save it as .h5"));
  CHECK_THROWS_WITH(utils::model_to_cpp(model), Contains("which cannot be written as C++"));
  CHECK_THROWS_WITH(model.export_onnx((folder.path / "a.onnx").string()),
                    Contains("it with training=True, and ONNX files describe only inference"));
  CHECK_THROWS_WITH(
      load("nested_false").save((folder.path / "a.h5").string()),
      Contains("The layer 'base' is called with {'training': False}, which cannot be saved here"));
  CHECK_NOTHROW(load("normalized_false").export_onnx((folder.path / "a.onnx").string()));
}

TEST_CASE("Keras 3's `training` is left out, as its predict() and fit() do, and True is said to be") {
  std::string said;
  const auto load = [&](const std::string& arguments) {
    said = testing::capture(STDERR_FILENO, [&] { model_from_json(chain(keras3_node(arguments))); });
    return said;
  };
  CHECK_THAT(load(R"({"training": true})"),
             Contains("The layer 'b' is called with training=True. Keras 3 applies that only in model(x)"));
  for (const char* nothing : {R"({"training": false})", R"({"training": null})", R"({"mask": null})", "{}"})
    CHECK(load(nothing).empty());
}

TEST_CASE("`training` belongs to the layer, whatever its name in the graph is") {
  std::string json = chain(R"([[["a", 0, 0, {"training": true}]]])");
  const std::string name = R"("config": {"name": "b",)";
  json.replace(json.find(name), name.size(), R"("config": {"name": "other",)");
  Sequential model = model_from_json(json);
  model.get_layer("a").set_weights({Tensor(xt::ones<float>({4, 3})), Tensor(xt::ones<float>({3}))});
  const Tensor y = model.predict(xt::ones<float>({8, 4}));
  CHECK(std::count(y.begin(), y.end(), 0.0f) > 0);
}

TEST_CASE("A user's layer in a model that is called with `training` is rejected") {
  register_layer("Untold", [](const Config&) { return std::make_shared<layers::Dense>(3); });
  std::string json = chain(R"([[["a", 1, 0, {"training": true}]]])");
  const std::string layer = R"({"class_name": "Dense", "name": "a", "config": {"name": "a", "units": 3},)";
  json.replace(json.find(layer), layer.size(),
               R"({"class_name": "Sequential", "name": "a", "config": {"name": "a",
      "layers": [{"class_name": "Untold", "config": {"name": "u"}}]},)");
  const std::string plain = R"([[["i", 0, 0, {}]]])";
  json.replace(json.find(plain), plain.size(), R"([[["i", 0, 0, {"training": true}]]])");
  CHECK_THROWS_WITH(model_from_json(json),
                    Contains("layer 'a' is of a class of your own, or holds one, and is called"));
}

TEST_CASE("What else a call can carry is rejected by name") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {chain(R"([[["a", 0, 0, {"mask": ["i", 0, 0]}]]])"),
       "layer 'b': it is called with the argument 'mask' ("},
      {chain(R"([[["a", 0, 0, {"rate": 0.9}]]])"), "layer 'b': it is called with the argument 'rate' (0.9)"},
      {chain(R"([[["a", 0, 0, {"training": "yes"}]]])"), "the argument 'training' must be True or False"},
      {chain(R"([[["a", 0, 1, {}]]])"), "output 1 of layer 'a' is taken"},
      {chain(R"([[["a", 1, 0, {}]]])"), "layer 'a' has no call 1 that could be taken"},
      {chain(R"([[["_CONSTANT_VALUE", -1, 2.0, {}]]])"), "it is called with a constant"},
      {chain(R"([[["a", 0, 0, {}], ["i", 0, 0, {}]]])"), "it takes one input, but was called with 2"},
      {chain(R"([[["a", 0, 0, {}, 5]]])"), "a layer's output such as ['dense', 0, 0] was expected"},
      {chain(R"([[["a", 0]]])"), "a layer's output such as ['dense', 0, 0] was expected"},
      {chain(R"([[["c", 0, 0, {}]]])"),
       "layer 'b' is called with the output of 'c', which is none of its layers"},
      {chain(R"([[["b", 0, 0, {}]]])"), "its layers are called in a circle: 'b' is never reached"},
      {chain("[[]]"), "layer 'b': it is called without an input"},
      {chain(R"(7)"), "a layer's output such as ['dense', 0, 0] was expected"},
      {chain(keras3_node(R"({"mask": [true]})")), "it is called with the argument 'mask' ([True])"},
      {chain(keras3_node("{}", ", 2.0")), "it is called with 2 arguments"},
      {chain(keras3_node("{}", "", R"(["a", 0, 1])")), "output 1 of layer 'a' is taken"},
      {chain(R"([{"args": [3], "kwargs": {}}])"),
       "it is called with 3, but only a layer's output is supported"},
      {chain(R"([{"args": [], "kwargs": {}}])"), "it is called without an input"},
      {chain(keras3_node("{}, \"other\": 1")), "the argument 'other' (1) is not supported"},
      {chain(R"([[["a", 0, 0, {}]]])", R"([["b", 1, 0]])"), "layer 'b' has no call 1"},
      {chain(R"([[["a", 0, 0, {}]]])", "[]"), "a layer's output such as ['dense', 0, 0] was expected"},
      {chain(R"([[["a", 0, 0, {}]]])", R"([["b", 0, 0]])", R"([["a", 0, 0]])"),
       "its inputs must be Inputs, but \"keras_tensor"},
      {chain(R"([[["a", 0, 0, {}]]])", R"([["c", 0, 0]])"), "its output is 'c', which is none of its layers"},
      {chain(R"([[["a", 0, 0, {}]]])", R"([["b", 0, 0]])", R"([["c", 0, 0]])"),
       "its input is 'c', which is none of its layers"},
  };
  for (const auto& [json, message] : rows) {
    INFO(message);
    CHECK_THROWS_WITH(model_from_json(json), Contains(message));
  }
}

TEST_CASE("Calls may branch, be made again and lead nowhere") {
  for (const std::string& json :
       {chain(R"([[["i", 0, 0, {}]]])"), chain(R"([[["a", 0, 0, {}]], [["a", 0, 0, {}]]])"),
        chain(R"([[["a", 0, 0, {}]]])", R"([["a", 0, 0]])")}) {
    CHECK_NOTHROW(model_from_json(json));
  }
  const std::string two = chain(R"([[["a", 0, 0, {}]]])", R"([["b", 0, 0], ["a", 0, 0]])");
  CHECK(model_from_json(two).outputs().size() == 2);
}

TEST_CASE("Graphs whose layers have no name, or one name twice, are rejected") {
  const auto with = [](const std::string& old, const std::string& text) {
    std::string json = chain(R"([[["a", 0, 0, {}]]])");
    json.replace(json.find(old), old.size(), text);
    return json;
  };
  const std::string name = R"("name": "a", "config": {"name": "a", )";
  for (const char* none : {R"("config": {)", R"("config": {"name": null, )", R"("config": {"name": "", )",
                           R"("config": {"name": 7, )", R"("name": null, "config": {"name": "a", )"}) {
    CHECK_THROWS_WITH(model_from_json(with(name, none)),
                      Contains("a layer of a graph must have a name, but this one has none: {"));
  }
  CHECK_THROWS_WITH(model_from_json(with(name, R"("name": "b", "config": {"name": "b", )")),
                    Contains("two of its layers are called 'b'"));
}

}  // namespace keratin::test_call_arguments
