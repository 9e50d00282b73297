#include "support/whole_models.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>

#include "support/catch.hpp"
#include "support/weight_models.hpp"

namespace keratin::testing {

namespace {

Tensor tensor(const nlohmann::json& values, const nlohmann::json& shape) {
  Tensor tensor = empty_tensor(Shape::from(shape.get<std::vector<int>>()));
  const auto numbers = values.get<std::vector<float>>();
  std::copy(numbers.begin(), numbers.end(), tensor.data());
  return tensor;
}

}  // namespace

nlohmann::json golden_models(const std::string& library) {
  std::ifstream stream(weights_path("whole." + library + ".json"));
  return nlohmann::json::parse(stream);
}

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

}  // namespace keratin::testing
