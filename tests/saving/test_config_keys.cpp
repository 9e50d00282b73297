// What get_config() of real Keras's layers holds, see tests/golden/cases/config_keys/make.py: each key
// changes what the layer here says of itself, or is refused, or stands in the table of those that change no
// number.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/utils/random_seed.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/golden_json.hpp"

namespace keratin::test_config_keys {
namespace {

using Json = testing::golden::Json;

/// Keys of which another value gives the same numbers, and why.
const std::map<std::string, std::string> harmless = {
    {"InputLayer dtype", "the data are floats here"},
    {"InputLayer name", "it has no weights; a functional model keeps it"},
    {"InputLayer optional", "the input may be left out there, and never is here"},
    {"BatchNormalization renorm_clipping", "renorm itself is refused"},
    {"BatchNormalization renorm_momentum", "renorm itself is refused"},
    {"BatchNormalization fused", "a faster way to the same numbers"},
    {"Embedding batch_input_shape", "the InputLayer before it says it"},
    {"Embedding input_length", "the input's shape says it"},
    {"SeparableConv2D kernel_initializer", "its two kernels have initializers of their own"},
    {"SpatialDropout1D trainable", "it has no weights, and get_config() there may lack it"},
    {"SpatialDropout3D trainable", "it has no weights, and get_config() there may lack it"},
    {"SpatialDropout2D trainable", "it has no weights, and get_config() there may lack it"},
    {"dtype", "all is computed in float32, and said so"},
};

bool is_harmless(const std::string& class_name, const std::string& key) {
  return harmless.contains(key) || harmless.contains(class_name + " " + key);
}

bool merges(const std::string& class_name) {
  static const std::set<std::string> classes = {"Add",     "Average", "Concatenate", "Dot",
                                                "Maximum", "Minimum", "Multiply",    "Subtract"};
  return classes.contains(class_name);
}

/// A shape that the layer takes.
Json input_shape(const std::string& class_name) {
  if (class_name == "InputLayer" || class_name == "Dense") return {nullptr, 8};
  if (class_name == "Embedding" || class_name == "RepeatVector") return {nullptr, 8};
  if (class_name == "Reshape") return {nullptr, 2, 4};
  if (class_name.find("3D") != std::string::npos) return {nullptr, 8, 8, 8, 8};
  if (class_name.find("1D") != std::string::npos || class_name == "Permute") return {nullptr, 8, 8};
  if (merges(class_name) || class_name == "TimeDistributed") return {nullptr, 8, 8};
  return {nullptr, 8, 8, 8};
}

Json sequential(const std::string& class_name, const Json& config) {
  Json layers = Json::array();
  if (class_name != "InputLayer") {
    const Json input = {{"name", "first"}, {"batch_shape", input_shape(class_name)}};
    layers.push_back({{"class_name", "InputLayer"}, {"config", input}});
  }
  layers.push_back({{"class_name", class_name}, {"config", config}});
  if (class_name == "InputLayer")
    layers.push_back({{"class_name", "Activation"}, {"config", {{"name", "last"}, {"activation", "relu"}}}});
  return {{"class_name", "Sequential"}, {"config", {{"name", "model"}, {"layers", layers}}}};
}

/// A model in which the layer merges two inputs.
Json merging(const std::string& class_name, const Json& config) {
  Json layers = Json::array(), ends = Json::array(), call = Json::array();
  for (const char* name : {"left", "right"}) {
    const Json input = {{"name", name}, {"batch_shape", input_shape(class_name)}};
    layers.push_back(
        {{"class_name", "InputLayer"}, {"name", name}, {"config", input}, {"inbound_nodes", Json::array()}});
    ends.push_back({name, 0, 0});
    call.push_back({name, 0, 0, Json::object()});
  }
  const Json& name = config["name"];
  layers.push_back({{"class_name", class_name},
                    {"name", name},
                    {"config", config},
                    {"inbound_nodes", Json::array({call})}});
  const Json outputs = Json::array({Json::array({name, 0, 0})});
  const Json model = {
      {"name", "model"}, {"layers", layers}, {"input_layers", ends}, {"output_layers", outputs}};
  return {{"class_name", "Functional"}, {"config", model}};
}

/// What the layer says of itself, or why it is refused.
std::string answer(const std::string& class_name, const Json& config) {
  std::string answer;
  testing::capture(STDERR_FILENO, [&] {
    try {
      const Json model = merges(class_name) ? merging(class_name, config) : sequential(class_name, config);
      answer = model_from_json(model.dump()).to_json();
    } catch (const ValueError& error) {
      answer = std::string("refused: ") + error.what();
    }
  });
  return answer;
}

void check_key(const std::string& class_name, const Json& config, const std::string& key, const Json& other) {
  INFO(class_name << " " << key << ": " << other.dump());
  Json changed = config;
  changed[key] = other;
  const std::string before = answer(class_name, config), after = answer(class_name, changed);
  REQUIRE_THAT(before, !Catch::Matchers::StartsWith("refused"));
  if (after.starts_with("refused")) {
    CHECK_THAT(after, Catch::Matchers::Contains(key) || Catch::Matchers::Contains(other.dump()));
  } else {
    CHECK((after != before) != is_harmless(class_name, key));
  }
}

}  // namespace

TEST_CASE("No key of get_config() of Keras's layers is ignored") {
  for (const char* library : {"keras", "tf_keras"}) {
    const Json cases = testing::golden::read(std::string("cases/config_keys/") + library + ".json");
    CHECK(cases.size() >= 60);
    for (const auto& [class_name, one] : cases.items()) {
      for (const auto& [key, other] : one["others"].items()) check_key(class_name, one["config"], key, other);
    }
  }
}

TEST_CASE("A weight without an initializer is made as by glorot_uniform, as in Keras") {
  const Json cases = testing::golden::read("cases/config_keys/keras.json");
  std::size_t count = 0;
  for (const auto& [class_name, one] : cases.items()) {
    for (const auto& [key, value] : one["config"].items()) {
      if (!key.ends_with("_initializer")) continue;
      INFO(class_name << " " << key);
      Json config = one["config"];
      config[key] = nullptr;
      const std::string json = sequential(class_name, config).dump();
      utils::set_random_seed(4);
      const std::vector<Tensor> made = model_from_json(json).get_weights();
      config[key] = "glorot_uniform";
      utils::set_random_seed(4);
      CHECK(made == model_from_json(sequential(class_name, config).dump()).get_weights());
      ++count;
    }
  }
  CHECK(count >= 20);
}

TEST_CASE("to_json: whole numbers stay whole, which Keras asks for") {
  for (const char* layer :
       {R"({"class_name": "SeparableConv2D", "config": {"filters": 5, "kernel_size": 3}})",
        R"({"class_name": "Resizing", "config": {"height": 5, "width": 5}})",
        R"({"class_name": "Conv2D", "config": {"filters": 5, "kernel_size": 3}})",
        R"({"class_name": "RepeatVector", "config": {"n": 5}})",
        R"({"class_name": "Dense", "config": {"units": 5}})"}) {
    const std::string text =
        model_from_json(R"({"class_name": "Sequential", "config": {"name": "m", "layers": [)" +
                        std::string(layer) + "]}}")
            .to_json();
    INFO(text);
    CHECK(text.find(":5") != std::string::npos);
    CHECK(text.find("5.0") == std::string::npos);
  }
}

TEST_CASE("A key of a model that Keras does not have is rejected by name") {
  CHECK_THROWS_WITH(
      model_from_json(
          R"({"class_name": "Sequential", "config": {"name": "m", "layers": [], "unheard_of": 1}})"),
      Catch::Matchers::Contains("layer 'm' (Sequential): the argument 'unheard_of' (1) is not supported"));
  CHECK_THROWS_WITH(model_from_json(R"({"class_name": "Functional", "config": {"name": "m", "layers": [
          {"class_name": "InputLayer", "name": "i", "config": {"batch_shape": [null, 4], "name": "i"},
           "inbound_nodes": []}], "input_layers": ["i", 0, 0], "output_layers": ["i", 0, 0], "unheard_of": 1}})"),
                    Catch::Matchers::Contains("'unheard_of' (1) is not supported"));
}

TEST_CASE("A key that Keras does not have is rejected by name") {
  for (const char* value : {"true", "3", "\"x\"", "[1]", "{}"}) {
    const std::string json = R"({"class_name": "Sequential", "config": {"name": "m", "layers": [{"class_name":
      "Dense", "config": {"name": "d", "units": 3, "unheard_of": )" +
                             std::string(value) + "}}]}}";
    CHECK_THROWS_WITH(model_from_json(json), Catch::Matchers::Contains("'unheard_of'"));
  }
}

}  // namespace keratin::test_config_keys
