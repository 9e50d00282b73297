// Layers as the activations of others, see tests/golden/cases/activation_layers.
#include <string>

#include "keratin/error.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/saving/model_to_cpp.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/folder.hpp"
#include "support/golden_json.hpp"
#include "support/paths.hpp"
#include "support/run_layer.hpp"

namespace keratin::test_layer_activation {
namespace {

using Catch::Matchers::Contains;

Sequential load(const std::string& file) {
  return load_model(testing::golden_path("cases/activation_layers/" + file));
}

/// A model of two Dense layers, the activations of which are layers or follow as such.
std::string chain(bool as_activations) {
  const std::string leaky = R"({"class_name": "LeakyReLU", "config": {"name": "l", "negative_slope": 0.3}})",
                    softmax = R"({"class_name": "Softmax", "config": {"name": "s"}})";
  const auto dense = [&](const std::string& name, int units, const std::string& activation) {
    const std::string begin =
        R"({"class_name": "Dense", "config": {"name": ")" + name + "\", \"units\": " + std::to_string(units);
    return as_activations ? begin + ", \"activation\": " + activation + "}}" : begin + "}}, " + activation;
  };
  return R"({"class_name": "Sequential", "config": {"name": "m", "layers": [
      {"class_name": "InputLayer", "config": {"batch_shape": [null, 5], "name": "i"}}, )" +
         dense("a", 4, leaky) + ", " + dense("b", 3, softmax) + "]}}";
}

}  // namespace

TEST_CASE("A layer as an activation computes what it does in Keras") {
  for (const auto& [file, answers] :
       {std::pair{"model.keras", "keras"}, std::pair{"model.tf_keras.h5", "tf_keras"}}) {
    INFO(file);
    const auto expected = testing::golden::read(std::string("cases/activation_layers/") + answers + ".json");
    const Tensor y = load(file).predict(testing::golden::tensor(expected.at("x")));
    CHECK(testing::max_difference(y, testing::golden::tensor(expected.at("y"))) <= 1e-6);
  }
}

TEST_CASE("A layer as an activation is trained through as one that follows is") {
  const Tensor x = testing::random_tensor({16, 5}), y = testing::random_tensor({16, 3});
  Sequential as_activations = model_from_json(chain(true)), following = model_from_json(chain(false));
  following.set_weights(as_activations.get_weights());
  for (Sequential* model : {&as_activations, &following}) {
    model->compile({.optimizer = "sgd", .loss = "categorical_crossentropy"});
    model->fit(x, y, {.batch_size = 4, .epochs = 3, .verbose = 0, .shuffle = false});
  }
  CHECK(as_activations.get_weights() == following.get_weights());
}

TEST_CASE("A layer as an activation is saved as one, in both formats") {
  const testing::Folder folder;
  const Sequential model = load("model.keras");
  const Tensor x = testing::random_tensor({3, 6});
  for (const char* name : {"a.keras", "a.h5"}) {
    INFO(name);
    model.save((folder.path / name).string());
    const Sequential loaded = load_model((folder.path / name).string());
    CHECK((loaded.predict(x) == model.predict(x)));
    CHECK(loaded.to_json() == model.to_json());
  }
  CHECK_THAT(model.to_json(),
             Contains("\"activation\":{\"module\":\"keras.layers\",\"class_name\":\"LeakyReLU\""));
}

TEST_CASE("A layer as an activation must keep the shape") {
  CHECK_THROWS_WITH(model_from_json(
                        R"({"class_name": "Sequential", "config": {"name": "m", "layers": [
          {"class_name": "InputLayer", "config": {"batch_shape": [null, 5], "name": "i"}},
          {"class_name": "Dense", "config": {"name": "d", "units": 4, "activation":
          {"class_name": "Activation", "config": {"name": "a", "activation": "glu"}}}}]}})"),
                    Contains("its activation, the layer Activation, must keep the shape (None, 4)"));
}

TEST_CASE("A layer as an activation is rejected by name if it cannot be written as C++") {
  CHECK_THROWS_WITH(
      utils::model_to_cpp(load("model.keras")),
      Contains("(Dense): its activation is the layer LeakyReLU, but the C++ API takes activations by name"));
}

}  // namespace keratin::test_layer_activation
