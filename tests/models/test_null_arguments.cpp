// Arguments that are nothing: None in C++, null in JSON. Keras makes a weight without an initializer by
// glorot_uniform, and refuses a name of no letters.
#include <fmt/format.h>

#include <string>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/saving/model_to_cpp.hpp"
#include "keratin/utils/random_seed.hpp"
#include "support/catch.hpp"

using namespace keratin;
using namespace keratin::layers;
using Catch::Matchers::Contains;

namespace {

struct NullKey {
  std::string layer, arguments, input, key;
};

const std::vector<NullKey>& initializer_keys() {
  static const std::vector<NullKey> keys = [] {
    std::vector<NullKey> all;
    const auto add = [&](const std::string& layer, const std::string& arguments, const std::string& input,
                         const std::vector<std::string>& names) {
      for (const std::string& name : names) all.push_back({layer, arguments, input, name + "_initializer"});
    };
    add("Dense", R"(, "units": 4)", "3", {"kernel", "bias"});
    for (const std::string layer : {"Conv1D", "Conv1DTranspose"})
      add(layer, R"(, "filters": 2, "kernel_size": [2])", "8, 3", {"kernel", "bias"});
    for (const std::string layer : {"Conv2D", "Conv2DTranspose"})
      add(layer, R"(, "filters": 2, "kernel_size": [2, 2])", "8, 8, 3", {"kernel", "bias"});
    add("DepthwiseConv2D", R"(, "kernel_size": [2, 2])", "8, 8, 3", {"depthwise", "bias"});
    add("SeparableConv2D", R"(, "filters": 2, "kernel_size": [2, 2])", "8, 8, 3",
        {"depthwise", "pointwise", "bias"});
    add("BatchNormalization", "", "3", {"beta", "gamma", "moving_mean", "moving_variance"});
    add("LayerNormalization", "", "3", {"beta", "gamma"});
    add("GroupNormalization", R"(, "groups": 1)", "3", {"beta", "gamma"});
    add("Embedding", R"(, "input_dim": 5, "output_dim": 3)", "4", {"embeddings"});
    add("PReLU", "", "3", {"alpha"});
    return all;
  }();
  return keys;
}

std::string json_of(const NullKey& null, const std::string& value) {
  return fmt::format(
      R"({{"class_name": "Sequential", "config": {{"layers": [
        {{"class_name": "InputLayer", "config": {{"batch_shape": [null, {}]}}}},
        {{"class_name": "{}", "config": {{"name": "a"{}, "{}": {}}}}}]}}}})",
      null.input, null.layer, null.arguments, null.key, value);
}

std::vector<Tensor> weights_with(const NullKey& null, const std::string& initializer) {
  utils::set_random_seed(3);
  return model_from_json(json_of(null, initializer)).get_weights();
}

}  // namespace

TEST_CASE("An initializer that is null in a file is glorot_uniform, for each key that Keras has") {
  REQUIRE(initializer_keys().size() == 25);
  for (const NullKey& null : initializer_keys()) {
    INFO(null.layer << " " << null.key);
    CHECK(weights_with(null, "null") == weights_with(null, "\"glorot_uniform\""));
    CHECK_FALSE(weights_with(null, "null") == weights_with(null, "\"zeros\""));
    CHECK_FALSE(weights_with(null, "null") == weights_with(null, "\"ones\""));
    const Sequential model = model_from_json(json_of(null, "null"));
    CHECK(model_from_json(model.to_json()).to_json() == model.to_json());
    CHECK_THAT(utils::model_to_cpp(model),
               Contains(null.key + " = \"glorot_uniform\"") || !Contains(null.key));
    CHECK_THROWS_WITH(model_from_json(json_of(null, "\"\"")),
                      Contains("'" + null.key + "' must be an initializer, but received ''"));
  }
}

TEST_CASE("An initializer that is nothing in C++ is glorot_uniform") {
  const auto weights = [](const Identifier<initializers::Initializer>& initializer) {
    utils::set_random_seed(3);
    Sequential model;
    model.add(Conv2D(
        2, 2,
        {.kernel_initializer = initializer, .bias_initializer = initializer, .input_shape = {8, 8, 3}}));
    model.add(Conv2DTranspose(2, 2, {.kernel_initializer = initializer, .bias_initializer = initializer}));
    model.add(SeparableConv2D(2, 2,
                              {.depthwise_initializer = initializer,
                               .pointwise_initializer = initializer,
                               .bias_initializer = initializer}));
    model.add(DepthwiseConv2D(2, {.depthwise_initializer = initializer, .bias_initializer = initializer}));
    model.add(BatchNormalization({.beta_initializer = initializer,
                                  .gamma_initializer = initializer,
                                  .moving_mean_initializer = initializer,
                                  .moving_variance_initializer = initializer}));
    model.add(LayerNormalization({.beta_initializer = initializer, .gamma_initializer = initializer}));
    model.add(
        GroupNormalization({.groups = 1, .beta_initializer = initializer, .gamma_initializer = initializer}));
    model.add(PReLU({.alpha_initializer = initializer}));
    model.add(Flatten());
    model.add(Dense(2, {.kernel_initializer = initializer, .bias_initializer = initializer}));
    model.add(Embedding(5, 3, {.embeddings_initializer = initializer}));
    return model.get_weights();
  };
  const std::vector<Tensor> expected = weights("glorot_uniform");
  CHECK(weights({}) == expected);
  CHECK(weights("") == expected);
  CHECK(weights(nullptr) == expected);
  CHECK(weights(std::shared_ptr<const initializers::Initializer>()) == expected);
}

TEST_CASE("Other null arguments mean none, or are rejected") {
  const Dense dense(4, {.activation = nullptr,
                        .kernel_regularizer = nullptr,
                        .activity_regularizer = {},
                        .kernel_constraint = ""});
  CHECK(dense.activation() == nullptr);
  CHECK(dense.activity_regularizer() == nullptr);
  Sequential model;
  model.add(Dense(2, {.input_dim = 3}));
  CHECK_THROWS_WITH(model.compile({.optimizer = nullptr, .loss = "mse"}), Contains("needs an optimizer"));
  CHECK_THROWS_WITH(model.compile({.loss = nullptr}), Contains("compile() needs a loss"));
  CHECK_THROWS_WITH(model.compile({.loss = "mse", .metrics = {nullptr}}),
                    Contains("A metric must be a name") && Contains("received nothing"));
  CHECK_THROWS_WITH(metrics::LossMetric(nullptr), Contains("received nothing"));
  const std::shared_ptr<const optimizers::schedules::LearningRateSchedule> no_schedule;
  CHECK_THROWS_WITH(optimizers::Adam({.learning_rate = no_schedule}),
                    "learning_rate must be a number or a schedule, but received a null pointer.");
}
