#include "support/compiled_models.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <vector>

#include "support/catch.hpp"
#include "support/weight_models.hpp"

namespace keratin::testing {

namespace {

Tensor matrix_of(const nlohmann::json& values, int columns) {
  const auto numbers = values.get<std::vector<float>>();
  Tensor matrix = empty_tensor({static_cast<int>(numbers.size()) / columns, columns});
  std::copy(numbers.begin(), numbers.end(), matrix.data());
  return matrix;
}

}  // namespace

nlohmann::json compiled_models(const std::string& library) {
  std::ifstream stream(weights_path("compiled." + library + ".json"));
  return nlohmann::json::parse(stream);
}

void train_steps(Sequential& model, const nlohmann::json& batches, int first, int last) {
  for (int step = first; step < last; ++step) {
    const nlohmann::json& batch = batches.at(static_cast<std::size_t>(step));
    model.train_on_batch(matrix_of(batch.at(0), 3), matrix_of(batch.at(1), 2));
  }
}

void check_weights(const Sequential& model, const nlohmann::json& expected, float tolerance) {
  const std::vector<Tensor> weights = model.get_weights();
  REQUIRE(weights.size() == expected.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto keras = expected.at(i).get<std::vector<float>>();
    REQUIRE(weights[i].size() == keras.size());
    float scale = 0.0f, difference = 0.0f;
    for (std::size_t j = 0; j < keras.size(); ++j) {
      scale = std::max(scale, std::abs(keras[j]));
      difference = std::max(difference, std::abs(weights[i].data()[j] - keras[j]));
    }
    INFO("weight number " << i << ": " << difference << " of " << scale);
    CHECK(difference <= tolerance * scale);
  }
}

}  // namespace keratin::testing
