// The directions in which a generator's image changes most.
#include <nlohmann/json.hpp>

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "serve/served_model.hpp"
#include "support/catch.hpp"
#include "support/served_models.hpp"

namespace keratin {
namespace {

using namespace layers;

struct Directions {
  std::vector<std::vector<double>> directions;
  std::vector<double> deviations;
};

Directions directions_of(const Model& model) {
  serving::ServedModel served(model, {});
  const nlohmann::json json = nlohmann::json::parse(served.directions());
  return {json["directions"], json["deviations"]};
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace

TEST_CASE(
    "directions: those of a Dense layer whose kernel scales each number are the numbers, largest first") {
  Sequential model({Input({4}), Dense(4, {.name = "scale"}), Dense(64), Reshape({8, 8, 1})});
  std::vector<Tensor> weights = model.get_weights();
  weights[0].fill(0);
  for (std::size_t i = 0; i < 4; ++i) weights[0](i, i) = std::array{1.0f, -8.0f, 0.01f, 3.0f}[i];
  weights[1].fill(5);
  model.set_weights(weights);
  const Directions found = directions_of(model);
  REQUIRE(found.directions.size() == 4);
  const std::array<std::size_t, 4> order = {1, 3, 0, 2};
  for (std::size_t i = 0; i < 4; ++i) {
    const std::vector<double>& direction = found.directions[i];
    CHECK(direction[order[i]] > 0.98);  // samples of 512 points are not quite uncorrelated
    CHECK(dot(direction, direction) == Approx(1).margin(1e-5));
  }
  CHECK(found.deviations[0] == Approx(8).epsilon(0.1));
  CHECK(found.deviations[1] == Approx(3).epsilon(0.1));
  CHECK(found.deviations[3] == Approx(0.01).epsilon(0.1));
}

TEST_CASE("directions: at most 8, the same each time, and also without a Dense layer or with labels") {
  const Sequential wide({Input({20}), Dense(64, {.activation = "relu"}), Reshape({8, 8, 1})});
  const Directions first = directions_of(wide), second = directions_of(wide);
  CHECK(first.directions.size() == 8);
  CHECK(first.directions[0].size() == 20);
  CHECK(first.directions == second.directions);
  CHECK(std::is_sorted(first.deviations.rbegin(), first.deviations.rend()));
  CHECK(directions_of(Sequential({Input({16}), Reshape({4, 4, 1}), UpSampling2D()})).directions.size() == 8);
  CHECK(directions_of(testing::conditional_generator()).directions[0].size() == 6);
}

TEST_CASE("directions: the first Dense layer that depends on the point, in a nested model too") {
  const Input label({1}, {.name = "label"}), point({4}, {.name = "point"});
  Sequential inner({Input({4}), Dense(4, {.use_bias = false}), Dense(60)});
  const KerasTensor known = Dense(4)(Flatten()(Embedding(3, 5)(label)));
  const KerasTensor moved = Activation("linear")(point);
  const Model model({label, point}, Reshape({8, 8, 1})(Concatenate()({known, inner(moved)})));
  std::vector<Tensor> weights = inner.get_weights();
  weights[0].fill(0);
  for (std::size_t i = 0; i < 4; ++i) weights[0](i, i) = std::array{1.0f, -8.0f, 0.01f, 3.0f}[i];
  inner.set_weights(weights);
  const Directions found = directions_of(model);
  REQUIRE(found.directions.size() == 4);
  CHECK(found.directions[0][1] > 0.98);
  CHECK(found.deviations[0] == Approx(8).epsilon(0.1));
  CHECK(found.deviations[1] == Approx(3).epsilon(0.1));
}

TEST_CASE("directions: a generator that makes the same of all points has none") {
  Sequential model({Input({3}), Dense(64), Reshape({8, 8, 1})});
  std::vector<Tensor> weights = model.get_weights();
  weights[0].fill(0);
  model.set_weights(weights);
  CHECK(directions_of(model).directions.empty());
  serving::ServedModel classifier(testing::small_classifier(), {});
  CHECK_THROWS_AS(classifier.directions(), ValueError);
}

}  // namespace keratin
