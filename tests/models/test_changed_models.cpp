// Models that are changed after compile(), against Keras: see tests/golden/cases/changed_models/make.py.
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "support/cases.hpp"
#include "support/catch.hpp"
#include "support/compiled_models.hpp"
#include "support/run_layer.hpp"

namespace keratin::test_changed_models {
namespace {

using namespace testing;

Sequential compiled() {
  Sequential model;
  model.add(layers::Dense(3, {.activation = "tanh", .input_shape = {3}, .name = "a"}));
  model.add(layers::Dense(2, {.name = "b"}));
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 0.1}), .loss = "mse", .metrics = {"mae"}});
  return model;
}

void set_weights(Sequential& model, const nlohmann::json& values) {
  std::vector<Tensor> weights = model.get_weights();
  REQUIRE(weights.size() == values.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto numbers = values.at(i).get<std::vector<float>>();
    std::copy(numbers.begin(), numbers.end(), weights[i].data());
  }
  model.set_weights(weights);
}

void check_trained(Sequential& model, const nlohmann::json& golden, const std::string& name) {
  const nlohmann::json& expected = golden.at("cases").at(name);
  set_weights(model, expected.at("before"));
  const nlohmann::json batches = {golden.at("batch"), golden.at("batch"), golden.at("batch")};
  train_steps(model, batches, 0, 3);
  check_weights(model, expected.at("after"));
  CHECK(model.optimizer().iterations() == expected.at("iterations"));
}

void train(Sequential& model, int outputs) {
  model.train_on_batch(random_tensor({4, 3}), random_tensor({4, outputs}));
}

}  // namespace

TEST_CASE("add() and pop() after compile(): the model stays compiled and trains its layers, as in Keras") {
  const nlohmann::json golden = case_json("changed_models/changed_models.json");
  Sequential added = compiled(), replaced = compiled();
  added.add(layers::Dense(2, {.name = "c"}));
  check_trained(added, golden, "added");
  replaced.pop();
  replaced.add(layers::Dense(2, {.activation = "sigmoid", .name = "c"}));
  check_trained(replaced, golden, "replaced");
}

TEST_CASE("add() after training: the optimizer starts from scratch with its current settings") {
  Sequential model = compiled();
  optimizers::Optimizer& optimizer = model.optimizer();
  train(model, 2);
  optimizer.set_learning_rate(0.25);
  model.add(layers::Dense(1));
  CHECK(&model.optimizer() == &optimizer);
  CHECK(optimizer.iterations() == 0);
  CHECK(optimizer.learning_rate() == 0.25);
  const std::vector<Tensor> before = model.get_weights();
  train(model, 1);
  CHECK(optimizer.iterations() == 1);
  const std::vector<Tensor> after = model.get_weights();
  for (std::size_t i = 0; i < after.size(); ++i) CHECK((after[i] != before[i]));
}

TEST_CASE("add() after compile(): layers that compile() found frozen or free stay so") {
  Sequential model = compiled();
  model.get_layer("b").set_trainable(false);
  model.compile({.optimizer = "sgd", .loss = "mse"});
  model.get_layer("a").set_trainable(false);
  model.get_layer("b").set_trainable(true);
  model.add(layers::Dense(2));
  model.add(layers::Dense(2, {.trainable = false}));
  const std::vector<Tensor> before = model.get_weights();
  train(model, 2);
  const std::vector<Tensor> after = model.get_weights();
  const std::vector<bool> trained = {true, true, false, false, true, true, false, false};
  for (std::size_t i = 0; i < after.size(); ++i) CHECK((after[i] != before[i]) == trained[i]);
}

TEST_CASE("pop() of all layers of a compiled model: what is added then trains") {
  Sequential model = compiled();
  model.pop();
  model.pop();
  model.add(layers::Dense(2));
  train(model, 2);
  CHECK(model.optimizer().iterations() == 1);
}

}  // namespace keratin::test_changed_models
