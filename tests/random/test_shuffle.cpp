#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "keratin/layers/core/dense.hpp"
#include "keratin/layers/regularization/dropout.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/utils/random_seed.hpp"
#include "random/shuffle.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/paths.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

nlohmann::json golden(const std::string& list) {
  std::ifstream stream(golden_path("fit_order.json"));
  return nlohmann::json::parse(stream).at(list);
}

Tensor tensor(const nlohmann::json& json) {
  Tensor result = Tensor::from_shape(json.at("shape").get<std::vector<std::size_t>>());
  const auto data = json.at("data").get<std::vector<float>>();
  REQUIRE(data.size() == result.size());
  std::copy(data.begin(), data.end(), result.begin());
  return result;
}

std::vector<std::size_t> shuffled(std::size_t count) {
  std::vector<std::size_t> indices(count);
  random::shuffle_indices(indices);
  return indices;
}

}  // namespace

TEST_CASE("After a seed samples come in the order of Keras's fit(), epoch by epoch") {
  for (const nlohmann::json& one : golden("orders")) {
    INFO(one.at("name").get<std::string>());
    utils::set_random_seed(one.at("seed"));
    for (const nlohmann::json& order : one.at("orders"))
      CHECK(shuffled(one.at("count")) == order.get<std::vector<std::size_t>>());
  }
}

TEST_CASE("A shuffled fit() ends with Keras's weights") {
  for (const nlohmann::json& one : golden("trainings")) {
    INFO("seed " << one.at("seed"));
    utils::set_random_seed(one.at("seed"));
    Sequential model;
    model.add(Dense(6, {.activation = "tanh"}));
    model.add(Dropout(0.25f));
    model.add(Dense(2));
    model.compile({.optimizer = optimizers::Adam({.learning_rate = 0.01}), .loss = "mse"});
    const auto history = model.fit(tensor(one.at("x")), tensor(one.at("y")),
                                   {.batch_size = 5, .epochs = 3, .verbose = 0, .validation_split = 0.2});
    for (std::size_t epoch = 0; epoch < 3; ++epoch)
      CHECK(history["loss"][epoch] == Approx(one.at("loss").at(epoch).get<double>()).epsilon(1e-6));
    const std::vector<Tensor> weights = model.get_weights();
    REQUIRE(weights.size() == one.at("final").size());
    for (std::size_t i = 0; i < weights.size(); ++i)
      require_close(weights[i], tensor(one.at("final").at(i)), 1e-5);
  }
}

TEST_CASE("The order of many samples holds each of them once") {
  utils::set_random_seed(7);
  std::vector<std::size_t> order = shuffled(100000);
  CHECK(shuffled(100000) == order);
  std::sort(order.begin(), order.end());
  for (std::size_t i = 0; i < order.size(); ++i) REQUIRE(order[i] == i);
  CHECK(shuffled(0).empty());
}
