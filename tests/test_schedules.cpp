#include <limits>

#include "keratin/optimizers.hpp"
#include "support/catch.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::optimizers;
using namespace keratin::optimizers::schedules;
using testing::error_of;

namespace {

/// A user's schedule: one learning rate for each step of a list.
class Listed : public LearningRateSchedule {
 public:
  explicit Listed(std::vector<double> rates) : rates_(std::move(rates)) {}
  double operator()(std::int64_t step) const override { return rates_.at(static_cast<std::size_t>(step)); }

 private:
  std::vector<double> rates_;
};

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

// That trainings with them end with Keras's weights is in models/test_steps.cpp.
TEST_CASE("Schedules follow their formulas") {
  CHECK(ExponentialDecay(0.5, 10, 0.25)(5) == Approx(0.25));
  CHECK(ExponentialDecay(0.5, 10, 0.25, {.staircase = true})(9) == Approx(0.5));
  CHECK(ExponentialDecay(0.5, 10, 0.25, {.staircase = true})(10) == Approx(0.125));
  CHECK(InverseTimeDecay(0.5, 10, 3)(10) == Approx(0.125));
  CHECK(InverseTimeDecay(0.5, 10, 3, {.staircase = true})(19) == Approx(0.125));
  const PiecewiseConstantDecay piecewise({2, 4}, {0.3, 0.2, 0.1});
  CHECK(piecewise(2) == 0.3);
  CHECK(piecewise(3) == 0.2);
  CHECK(piecewise(4) == 0.2);
  CHECK(piecewise(5) == 0.1);
  CHECK(PiecewiseConstantDecay({}, {0.5})(7) == 0.5);
  CHECK(PolynomialDecay(0.9, 10, {.end_learning_rate = 0.1})(5) == Approx(0.5));
  CHECK(PolynomialDecay(0.9, 10, {.end_learning_rate = 0.1})(100) == Approx(0.1));
  CHECK(PolynomialDecay(0.9, 10, {.end_learning_rate = 0.1, .power = 2, .cycle = true})(15) == Approx(0.15));
  CHECK(CosineDecay(0.4, 10, {.alpha = 0.5})(5) == Approx(0.3));
  CHECK(CosineDecay(0.4, 10, {.alpha = 0.5})(10) == Approx(0.2));
  CHECK(CosineDecay(0.1, 10, {.warmup_target = 0.5, .warmup_steps = 4})(1) == Approx(0.2));
  CHECK(CosineDecay(0.1, 10, {.warmup_target = 0.5, .warmup_steps = 4})(9) == Approx(0.25));
}

TEST_CASE("An optimizer takes its learning rate from a schedule, a user's too") {
  SGD optimizer({.learning_rate = Listed({0.5, 0.25, -1})});
  CHECK(optimizer.learning_rate() == 0.5);
  optimizer.set_iterations(1);
  CHECK(optimizer.learning_rate() == 0.25);
  CHECK(get(optimizer)->learning_rate() == 0.5);  // restarts
  CHECK(error_of([&] { optimizer.set_learning_rate(0.1); }) ==
        "SGD: its learning_rate comes from a schedule and cannot be set. Make the optimizer with a number as "
        "learning_rate to set another one later.");
  optimizer.set_iterations(2);
  CHECK(error_of([&] { static_cast<void>(optimizer.learning_rate()); }) ==
        "learning_rate must be a finite number, 0 or more, but received -1. Usual are 0.0001 to 0.1.");
}

TEST_CASE("Schedules that are invalid are rejected") {
  CHECK(error_of([] { ExponentialDecay(0.1, 0, 0.5); }) ==
        "Schedule ExponentialDecay: decay_steps must be a finite number over 0, but received 0.");
  CHECK(error_of([] { ExponentialDecay(-1, 1, 0.5); }) ==
        "Schedule ExponentialDecay: initial_learning_rate must be a finite number, 0 or more, but received "
        "-1.");
  CHECK(error_of([] { InverseTimeDecay(0.1, 1, infinity); }) ==
        "Schedule InverseTimeDecay: decay_rate must be a finite number, 0 or more, but received inf.");
  CHECK(error_of([] { PolynomialDecay(0.1, 1, {.power = -1}); }) ==
        "Schedule PolynomialDecay: power must be a finite number, 0 or more, but received -1.");
  CHECK(error_of([] { CosineDecay(0.1, 1, {.warmup_steps = -1}); }) ==
        "Schedule CosineDecay: warmup_steps must be a finite number, 0 or more, but received -1.");
  CHECK(
      error_of([] { PiecewiseConstantDecay({1}, {0.1}); }) ==
      "Schedule PiecewiseConstantDecay: there must be one value more than boundaries, but received 1 values "
      "for 1 boundaries.");
  CHECK(error_of([] {
          PiecewiseConstantDecay({2, 2}, {0.1, 0.2, 0.3});
        }) == "Schedule PiecewiseConstantDecay: each boundary must be over the one before it.");
}
