// Files of whole models that real Keras wrote, see tests/golden/files/whole.py.
#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/register_layer.hpp"
#include "models/compile_config.hpp"
#include "saving/json.hpp"
#include "support/catch.hpp"
#include "support/weight_models.hpp"
#include "support/whole_models.hpp"

namespace keratin::test_load_model {
namespace {

using Catch::Matchers::Contains;
using namespace layers;
using testing::weights_path;
using testing::whole_models;

}  // namespace

TEST_CASE("load_model: what Keras 3 wrote predicts what it predicts there") {
  const nlohmann::json expected = testing::golden_models("keras");
  for (const std::string& name : whole_models) {
    for (const char* ending : {".keras", ".keras3.h5"}) {
      INFO(name << ending);
      testing::check_predictions(load_model(weights_path(name + ending)), expected.at(name));
    }
  }
}

TEST_CASE("load_model: what tf-keras wrote predicts what it predicts there") {
  const nlohmann::json expected = testing::golden_models("tf_keras");
  for (const std::string& name : whole_models) {
    for (const char* ending : {".tf_keras.keras", ".tf_keras.h5"}) {
      INFO(name << ending);
      testing::check_predictions(load_model(weights_path(name + ending)), expected.at(name));
    }
  }
}

TEST_CASE("to_json: model_from_json makes the same layers") {
  for (const std::string& name : whole_models) {
    INFO(name);
    const Sequential model = load_model(weights_path(name + ".keras"));
    const Sequential made = model_from_json(model.to_json());
    CHECK(made.to_json() == model.to_json());
    CHECK(made.output_shape() == model.output_shape());
  }
}

TEST_CASE("model_from_json: a user's class is not taken for Keras's of the same name") {
  const auto model_of = [](const std::string& layer) {
    return R"({"class_name": "Sequential", "config": {"name": "m", "layers": [)" + layer + "]}}";
  };
  for (const char* kind : {R"("class_name": "Dense", "module": null, "registered_name": "My>Dense")",
                           R"("class_name": "Dense", "module": null, "registered_name": "Dense")",
                           R"("class_name": "My>Dense")", R"("class_name": "Custom>Dense")"}) {
    INFO(kind);
    CHECK_THROWS_WITH(
        model_from_json(model_of("{" + std::string(kind) + R"(, "config": {"name": "d", "units": 2}})")),
        Contains("it is of a class of your own, not Keras's Dense. Register your class with "
                 "register_layer(\"Dense\""));
  }
  CHECK_THROWS_WITH(
      model_from_json(R"({"class_name": "Sequential", "module": null, "registered_name": "My>Sequential",
                                        "config": {"name": "m", "layers": []}})"),
      Contains("not Keras's Sequential"));
  CHECK_THROWS_WITH(
      read_compile_config(
          saving::parse_json("m", R"({"loss": {"module": null, "class_name": "MeanSquaredError",
          "config": {}, "registered_name": "My>MeanSquaredError"}})")),
      Contains("the argument 'loss' is of a class of your own called 'My>MeanSquaredError', not of Keras's"));
}

TEST_CASE("load_model: the function cosine_proximity of tf.keras 2.4 is the metric cosine_similarity") {
  const CompileOptions options = read_compile_config(
      saving::parse_json("m", R"({"loss": "mse", "metrics": [{"class_name": "MeanMetricWrapper",
          "config": {"name": "cosine_similarity", "dtype": "float32", "fn": "cosine_proximity"}}]})"));
  REQUIRE(options.metrics.size() == 1);
  CHECK(options.metrics[0].object()->name() == "cosine_similarity");
  CHECK(options.metrics[0].object()->class_name() == "CosineSimilarity");
}

TEST_CASE("model_from_json: a user's layer may have any arguments") {
  register_layer("Towers",
                 [](const Config&) { return std::make_shared<Dense>(2, DenseOptions{.name = "t"}); });
  const Sequential model = model_from_json(
      R"({"class_name": "Sequential", "config": {"name": "m", "build_input_shape": [null, 3], "layers": [
        {"class_name": "Towers", "config": {"name": "t", "layers": [64, 32], "dtype": 5, "activation": {"a": 1}}}]}})");
  CHECK(model.output_shape() == Shape{None, 2});
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

TEST_CASE("model_from_json: what is not supported is rejected by name") {
  const auto with_layer = [](const std::string& layer) {
    return R"({"class_name": "Sequential", "config": {"name": "m", "layers": [)" + layer + "]}}";
  };
  CHECK_THROWS_WITH(model_from_json(with_layer(R"({"class_name": "LSTM", "config": {"name": "lstm"}})")),
                    Contains("layer 'lstm' (LSTM): this layer of Keras's is not supported"));
  CHECK_THROWS_WITH(
      model_from_json(with_layer(R"({"class_name": "Dense", "config": {"name": "d", "units": "many"}})")),
      Contains("layer 'd' (Dense): the argument 'units' must be a whole number, but received 'many'"));
  CHECK_THROWS_WITH(model_from_json(with_layer(
                        R"({"class_name": "Dense", "config": {"name": "d", "units": 3, "lora_rank": 4}})")),
                    Contains("the argument 'lora_rank' (4) is not supported"));
  CHECK_THROWS_WITH(
      model_from_json(
          with_layer(R"({"class_name": "Dense", "config": {"name": "d", "units": 3, "dtype": "string"}})")),
      Contains("its dtype is string; only float32, float64, float16, mixed_float16, mixed_bfloat16, bfloat16 "
               "are supported"));
  CHECK_THROWS_AS(model_from_json("{"), IOError);
  CHECK_THROWS_AS(model_from_json(std::string(1000, '[')), IOError);
}

}  // namespace keratin::test_load_model
