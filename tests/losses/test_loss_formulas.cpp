#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <vector>

#include "keratin/error.hpp"
#include "losses/evaluate.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"

namespace {

using namespace keratin;
using namespace keratin::losses;
using Numbers = std::vector<double>;

/// A loss and what it is of one row, in double precision.
struct Formula {
  std::shared_ptr<const Loss> loss;
  std::function<double(const Numbers& target, const Numbers& p)> value;
  bool one_hot = false;
};

Formula mean_of(const char* name, double (*value)(double target, double p)) {
  return {get(name), [=](const Numbers& target, const Numbers& p) {
            double sum = 0.0;
            for (std::size_t i = 0; i < p.size(); ++i) sum += value(target[i], p[i]);
            return sum / static_cast<double>(p.size());
          }};
}

double squared(double x) { return x * x; }
double margin(double target, double p) { return std::max(1.0 - target * p, 0.0); }

double kl_divergence(const Numbers& target, const Numbers& p) {
  double sum = 0.0;
  for (std::size_t i = 0; i < p.size(); ++i) sum += target[i] * std::log(target[i] / p[i]);
  return sum;
}

double cosine(const Numbers& target, const Numbers& p) {
  const auto dot = [](const Numbers& a, const Numbers& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
  };
  return -dot(target, p) / std::sqrt(dot(target, target) * dot(p, p));
}

double categorical_hinge(const Numbers& target, const Numbers& p) {
  double own = 0.0, other = 0.0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (target[i] == 1.0) own = p[i];
    if (target[i] == 0.0) other = std::max(other, p[i]);
  }
  return std::max(other - own + 1.0, 0.0);
}

std::vector<Formula> formulas() {
  return {
      mean_of("mape", [](double t, double p) { return 100.0 * std::abs(t - p) / std::abs(t); }),
      mean_of("msle", [](double t, double p) { return squared(std::log1p(p) - std::log1p(t)); }),
      mean_of("poisson", [](double t, double p) { return p - t * std::log(p + 1e-7); }),
      mean_of("log_cosh", [](double t, double p) { return std::log(std::cosh(p - t)); }),
      mean_of("huber", [](double t, double p) { return squared(p - t) / 2.0; }),
      mean_of("hinge", margin),
      mean_of("squared_hinge", [](double t, double p) { return squared(margin(t, p)); }),
      {get("kld"), kl_divergence},
      {get("cosine_similarity"), cosine},
      {get("categorical_hinge"), categorical_hinge, true},
  };
}

/// More rows than one part of a parallel loop takes.
constexpr int rows = 700, columns = 4;

/// Numbers from 0.05 to 0.95, not those of another seed.
Tensor numbers(int seed) {
  Tensor result = Tensor::from_shape({rows, columns});
  for (int i = 0; i < rows * columns; ++i)
    result.data()[i] = 0.05f + 0.9f * static_cast<float>((i * 31 + i / 7 * seed + seed) % 101) / 101.0f;
  return result;
}

Tensor one_hot() {
  Tensor result = Tensor::from_shape({rows, columns});
  result.fill(0.0f);
  for (int row = 0; row < rows; ++row) result(row, row * 7 % 5 % columns) = 1.0f;
  return result;
}

Numbers row_of(const Tensor& tensor, int row) {
  return {tensor.data() + row * columns, tensor.data() + (row + 1) * columns};
}

}  // namespace

TEST_CASE("More losses and their gradients equal the formulas in double precision") {
  const Tensor y_pred = numbers(13), ones = xt::ones<float>({rows});
  for (const Formula& formula : formulas()) {
    INFO(formula.loss->name());
    const Tensor y_true = formula.one_hot ? one_hot() : numbers(58);
    Tensor expected = Tensor::from_shape({rows}), slopes = y_pred;
    for (int row = 0; row < rows; ++row) {
      const Numbers target = row_of(y_true, row), p = row_of(y_pred, row);
      expected(row) = static_cast<float>(formula.value(target, p));
      for (std::size_t i = 0; i < columns; ++i) {
        constexpr double h = 1e-6;
        Numbers above = p, below = p;
        above[i] += h;
        below[i] -= h;
        slopes(row, i) =
            static_cast<float>((formula.value(target, above) - formula.value(target, below)) / (2.0 * h));
      }
    }
    testing::require_close(testing::values(*formula.loss, y_true, y_pred), expected, 1e-6);
    testing::require_close(testing::gradient(*formula.loss, y_true, y_pred, ones), slopes, 2e-6);
  }
}

TEST_CASE("What is not a number stays visible in more losses") {
  const Tensor y_true = testing::matrix({{1, 0}});
  const Tensor y_pred = testing::matrix({{std::numeric_limits<float>::quiet_NaN(), 0.5f}});
  for (const Formula& formula : formulas()) {
    INFO(formula.loss->name());
    CHECK(std::isnan(testing::values(*formula.loss, y_true, y_pred)(0)));
  }
  for (const char* name : {"msle", "kld", "hinge"}) {  // where Keras's gradient is 0 too
    INFO(name);
    CHECK(testing::gradient(*get(name), y_true, y_pred, testing::vector({1}))(0, 0) == 0.0f);
  }
}

TEST_CASE("A loss of two functions is the mean of their values") {
  const LossFunctionWrapper quartic([](float t, float p) { return std::pow(p - t, 4.0f); },
                                    [](float t, float p) { return 4.0f * std::pow(p - t, 3.0f); },
                                    {.name = "quartic"});
  const Tensor y_true = testing::matrix({{1, 2}, {3, 4}}), y_pred = testing::matrix({{2, 2}, {1, 7}});
  CHECK(quartic.name() == "quartic");
  testing::require_close(testing::values(quartic, y_true, y_pred), testing::vector({0.5f, 48.5f}), 1e-6);
  testing::require_close(testing::gradient(quartic, y_true, y_pred, testing::vector({1, 2})),
                         testing::matrix({{2, 0}, {-32, 108}}), 1e-6);
  CHECK_THROWS_AS(LossFunctionWrapper({}, {}), ValueError);
  CHECK_THROWS_WITH(LossFunctionWrapper([](float, float) { return 1.0f; }, {}),
                    "The loss loss needs two functions, its value and its slope, but one of them is empty.");
}

TEST_CASE("Options of losses that are invalid are rejected") {
  CHECK_THROWS_WITH(Huber({.delta = -1}),
                    "Huber: delta must be a finite number, 0 or more, but received -1.");
  CHECK_THROWS_WITH(BinaryCrossentropy({.axis = 0}),
                    "BinaryCrossentropy: axis 0 is that of the batch: give another one, such as -1.");
  CHECK_THROWS_WITH(
      losses::CosineSimilarity({.axis = 3}).check({5, 4, 2}, {5, 4, 2}),
      "The loss cosine_similarity is taken over axis 3, but predictions of shape (5, 4, 2) have the "
      "axes 1 to 2 beside that of the batch, or -1 counted from the end.");
  CHECK_THROWS_WITH(
      CategoricalHinge().check({5}, {5, 3}),
      "The loss categorical_hinge expects one-hot targets of the predictions' shape (5, 3), but "
      "received targets of shape (5,). Make class numbers one-hot with utils::to_categorical.");
}
