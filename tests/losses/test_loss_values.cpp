#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "losses/evaluate.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/golden.hpp"
#include "support/reference.hpp"

namespace {

using namespace keratin;
using namespace keratin::losses;
using testing::values, testing::gradient, testing::gradient_of_mean, testing::matrix, testing::vector;

std::shared_ptr<const Loss> make(const testing::LossCase& golden) {
  const testing::Arguments& arguments = golden.arguments;
  const bool from_logits = arguments.flag("from_logits", false);
  const double label_smoothing = arguments.number("label_smoothing", 0.0);
  const int axis = arguments.integer("axis", -1);
  if (golden.loss == "BinaryCrossentropy") {
    return get(
        BinaryCrossentropy({.from_logits = from_logits, .label_smoothing = label_smoothing, .axis = axis}));
  }
  if (golden.loss == "CategoricalCrossentropy") {
    return get(CategoricalCrossentropy(
        {.from_logits = from_logits, .label_smoothing = label_smoothing, .axis = axis}));
  }
  if (golden.loss == "SparseCategoricalCrossentropy") {
    SparseCategoricalCrossentropyOptions options{.from_logits = from_logits};
    if (arguments.has("ignore_class")) options.ignore_class = arguments.integer("ignore_class", 0);
    return get(SparseCategoricalCrossentropy(options));
  }
  if (golden.loss == "Huber") return get(Huber({.delta = arguments.number("delta", 1.0)}));
  if (golden.loss == "CosineSimilarity") return get(losses::CosineSimilarity({.axis = axis}));
  return get(golden.loss);
}

/// A loss and its formula in double precision.
struct Formula {
  std::shared_ptr<const Loss> loss;
  std::function<reference::Array(const reference::Array& y_true, const reference::Array& y_pred)> value;
  bool sparse = false;
};

std::vector<Formula> formulas() {
  using namespace reference;
  const auto binary = [](bool from_logits, double label_smoothing) {
    return Formula{get(BinaryCrossentropy({.from_logits = from_logits, .label_smoothing = label_smoothing})),
                   [=](const Array& t, const Array& p) {
                     return binary_crossentropy(t, p, from_logits, label_smoothing);
                   }};
  };
  const auto categorical = [](bool from_logits, double label_smoothing) {
    return Formula{
        get(CategoricalCrossentropy({.from_logits = from_logits, .label_smoothing = label_smoothing})),
        [=](const Array& t, const Array& p) {
          return categorical_crossentropy(t, p, from_logits, label_smoothing);
        }};
  };
  const auto sparse = [](bool from_logits) {
    return Formula{
        get(SparseCategoricalCrossentropy({.from_logits = from_logits})),
        [=](const Array& t, const Array& p) { return sparse_categorical_crossentropy(t, p, from_logits); },
        true};
  };
  return {{get("mse"), mean_squared_error},
          {get("mae"), mean_absolute_error},
          binary(false, 0),
          binary(false, 0.25),
          binary(true, 0.25),
          categorical(false, 0),
          categorical(false, 0.25),
          categorical(true, 0.25),
          sparse(false),
          sparse(true)};
}

/// More rows than one part of a parallel loop takes.
constexpr int rows = 700, classes = 4;

int label_of(int row) { return row * 7 % 5 % classes; }

/// Class numbers, or one-hot.
Tensor targets(bool sparse) {
  Tensor labels = Tensor::from_shape({rows}), one_hot = Tensor::from_shape({rows, classes});
  one_hot.fill(0.0f);
  for (int row = 0; row < rows; ++row) {
    labels(row) = static_cast<float>(label_of(row));
    one_hot(row, label_of(row)) = 1.0f;
  }
  return sparse ? labels : one_hot;
}

/// Probabilities from 0.05 to 0.95, not normalized.
Tensor predictions() {
  Tensor y_pred = Tensor::from_shape({rows, classes});
  for (int row = 0; row < rows; ++row) {
    for (int i = 0; i < classes; ++i)
      y_pred(row, i) = 0.05f + 0.9f * static_cast<float>((row * 31 + i * 17) % 101) / 101;
  }
  return y_pred;
}

/// The gradient of the sum of dlosses · losses by central differences: one row's numbers do not move
/// another's loss.
Tensor differences(const Formula& formula, const Tensor& y_true, const Tensor& y_pred,
                   const Tensor& dlosses) {
  constexpr double h = 1e-6;
  const reference::Array t = reference::from_tensor(y_true), p = reference::from_tensor(y_pred);
  Tensor result = y_pred;
  for (int i = 0; i < classes; ++i) {
    reference::Array above = p, below = p;
    for (std::size_t n = static_cast<std::size_t>(i); n < p.data.size(); n += classes) {
      above.data[n] += h;
      below.data[n] -= h;
    }
    const reference::Array up = formula.value(t, above), down = formula.value(t, below);
    for (int row = 0; row < rows; ++row) {
      const auto r = static_cast<std::size_t>(row);
      result(row, i) = static_cast<float>(dlosses(row) * (up.data[r] - down.data[r]) / (2 * h));
    }
  }
  return result;
}

}  // namespace

TEST_CASE("Losses give Keras's values and gradients") {
  REQUIRE(testing::loss_cases().size() >= 104);
  for (const testing::LossCase& golden : testing::loss_cases()) {
    INFO(golden.name);
    const auto loss = make(golden);
    const Tensor result = values(*loss, golden.y_true, golden.y_pred);
    testing::require_close(result, golden.values, 1e-6);
    const Tensor weights = testing::weights(*loss, golden.y_true, golden.y_pred);
    const double by = divisor(loss->reduction(), View(weights));
    CHECK(reduce(by, View(result), View(weights)) == Approx(golden.value).epsilon(1e-6));
    testing::require_close(gradient_of_mean(*loss, golden.y_true, golden.y_pred), golden.gradient, 2e-6);
  }
}

TEST_CASE("Losses and their gradients equal the formulas in double precision") {
  const Tensor y_pred = predictions();
  Tensor dlosses = Tensor::from_shape({rows});
  for (int row = 0; row < rows; ++row) dlosses(row) = 0.25f + static_cast<float>(row % 3);
  for (const Formula& formula : formulas()) {
    INFO(formula.loss->name());
    const Tensor y_true = targets(formula.sparse);
    const reference::Array expected =
        formula.value(reference::from_tensor(y_true), reference::from_tensor(y_pred));
    testing::require_close(values(*formula.loss, y_true, y_pred), reference::to_tensor(expected), 1e-6);
    testing::require_close(gradient(*formula.loss, y_true, y_pred, dlosses),
                           differences(formula, y_true, y_pred, dlosses), 1e-6);
  }
}

TEST_CASE("Probabilities beyond the clipping range have no slope") {
  const Tensor y_true = matrix({{1, 0}}), y_pred = matrix({{0, 1}});
  const float largest = -std::log(1e-7f);
  CHECK(values(*get("bce"), y_true, y_pred)(0) == Approx(largest).epsilon(0.01));
  testing::require_close(gradient_of_mean(*get("bce"), y_true, y_pred), matrix({{0, 0}}), 0);
  CHECK(values(*get("categorical_crossentropy"), y_true, y_pred)(0) == Approx(largest));
  testing::require_close(gradient_of_mean(*get("categorical_crossentropy"), y_true, y_pred), matrix({{0, 0}}),
                         0);
  CHECK(values(*get("sparse_categorical_crossentropy"), vector({0}), y_pred)(0) == Approx(largest));
  testing::require_close(gradient_of_mean(*get("sparse_categorical_crossentropy"), vector({0}), y_pred),
                         matrix({{0, 0}}), 0);
}

TEST_CASE("What is not a number stays visible in every loss") {
  const Tensor y_true = matrix({{1, 0}}), y_pred = matrix({{std::numeric_limits<float>::quiet_NaN(), 0.5f}});
  for (const Formula& formula : formulas()) {
    INFO(formula.loss->name());
    CHECK(std::isnan(values(*formula.loss, formula.sparse ? vector({1}) : y_true, y_pred)(0)));
  }
}
