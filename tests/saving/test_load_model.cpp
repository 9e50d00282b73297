// Files of whole models that real Keras wrote, see tests/golden/files/whole.py.
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/register_layer.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/paths.hpp"
#include "support/weight_models.hpp"

namespace keratin {
namespace {

using Catch::Matchers::Contains;
using namespace layers;
using testing::Folder;
using testing::weights_path;

const std::vector<std::string> names = {"pictures", "more_pictures", "sequences", "words", "nested", "chain"};

nlohmann::json golden(const std::string& library) {
  std::ifstream stream(weights_path("whole." + library + ".json"));
  return nlohmann::json::parse(stream);
}

Tensor tensor(const nlohmann::json& values, const nlohmann::json& shape) {
  Tensor tensor = empty_tensor(Shape::from(shape.get<std::vector<int>>()));
  const auto numbers = values.get<std::vector<float>>();
  std::copy(numbers.begin(), numbers.end(), tensor.data());
  return tensor;
}

/// Checks that the model predicts what Keras does, to 1e-5 of its scale.
void check_predictions(const Sequential& model, const nlohmann::json& expected) {
  CHECK(model.count_params() == expected.at("params").get<std::size_t>());
  const Tensor y = model.predict(tensor(expected.at("x"), expected.at("x_shape")));
  const Tensor keras = tensor(expected.at("y"), expected.at("y_shape"));
  REQUIRE(shape_of(y) == shape_of(keras));
  float scale = 0.0f, difference = 0.0f;
  for (std::size_t i = 0; i < y.size(); ++i) {
    scale = std::max(scale, std::abs(keras.data()[i]));
    difference = std::max(difference, std::abs(y.data()[i] - keras.data()[i]));
  }
  CHECK(difference <= 1e-5f * scale);
}

}  // namespace

TEST_CASE("load_model: what Keras 3 wrote predicts what it predicts there") {
  const nlohmann::json expected = golden("keras");
  for (const std::string& name : names) {
    for (const char* ending : {".keras", ".keras3.h5"}) {
      INFO(name << ending);
      check_predictions(load_model(weights_path(name + ending)), expected.at(name));
    }
  }
}

TEST_CASE("load_model: what tf-keras wrote predicts what it predicts there") {
  const nlohmann::json expected = golden("tf_keras");
  for (const std::string& name : names) {
    for (const char* ending : {".tf_keras.keras", ".tf_keras.h5"}) {
      INFO(name << ending);
      check_predictions(load_model(weights_path(name + ending)), expected.at(name));
    }
  }
}

TEST_CASE("save: what is loaded again predicts the same, and its weights have the same bits") {
  const Folder folder;
  const nlohmann::json expected = golden("keras");
  for (const std::string& name : names) {
    const Sequential model = load_model(weights_path(name + ".keras"));
    for (const char* ending : {".keras", ".h5"}) {
      INFO(name << ending);
      const std::string path = (folder.path / (name + ending)).string();
      model.save(path);
      const Sequential loaded = load_model(path);
      CHECK(loaded.get_weights() == model.get_weights());
      CHECK(loaded.to_json() == model.to_json());
      check_predictions(loaded, expected.at(name));
    }
  }
}

TEST_CASE("to_json: model_from_json makes the same layers") {
  for (const std::string& name : names) {
    INFO(name);
    const Sequential model = load_model(weights_path(name + ".keras"));
    const Sequential made = model_from_json(model.to_json());
    CHECK(made.to_json() == model.to_json());
    CHECK(made.output_shape() == model.output_shape());
  }
}

TEST_CASE("load_model: names of files, and files that are no models") {
  CHECK_THROWS_WITH(load_model("model.txt"),
                    Contains("must end in .keras, .h5 or .hdf5, but received 'model.txt'"));
  CHECK_THROWS_AS(load_model("missing.keras"), IOError);
  CHECK_THROWS_AS(load_model("missing.h5"), IOError);
  CHECK_THROWS_WITH(load_model(weights_path("dense.tf_keras.h5")), Contains("holds weights, but no model"));
  Sequential model = testing::dense_model();
  CHECK_THROWS_WITH(model.save("a.weights.h5"), Contains("call save_weights()"));
  CHECK_THROWS_WITH(model.save("a.onnx"), Contains("must end in .keras"));
}

TEST_CASE("model_from_json: what is not supported is refused by name") {
  const auto with_layer = [](const std::string& layer) {
    return R"({"class_name": "Sequential", "config": {"name": "m", "layers": [)" + layer + "]}}";
  };
  CHECK_THROWS_WITH(model_from_json(with_layer(R"({"class_name": "LSTM", "config": {"name": "lstm"}})")),
                    Contains("layer 'lstm' (LSTM): this class is not known"));
  CHECK_THROWS_WITH(
      model_from_json(with_layer(R"({"class_name": "Dense", "config": {"name": "d", "units": "many"}})")),
      Contains("layer 'd' (Dense): the argument 'units' must be a whole number, but received 'many'"));
  CHECK_THROWS_WITH(model_from_json(with_layer(
                        R"({"class_name": "Dense", "config": {"name": "d", "units": 3, "lora_rank": 4}})")),
                    Contains("the argument 'lora_rank' (4) is not supported"));
  CHECK_THROWS_WITH(
      model_from_json(
          with_layer(R"({"class_name": "Dense", "config": {"name": "d", "units": 3, "dtype": "float16"}})")),
      Contains("its dtype is float16, but float32 alone is supported"));
  CHECK_THROWS_AS(model_from_json("{"), IOError);
  CHECK_THROWS_AS(model_from_json(std::string(1000, '[')), IOError);
}

}  // namespace keratin
