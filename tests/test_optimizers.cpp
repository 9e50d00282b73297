#include <cmath>
#include <limits>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/optimizers.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/golden.hpp"
#include "support/make_optimizer.hpp"
#include "support/run_layer.hpp"

namespace {

using namespace keratin;
using namespace keratin::optimizers;
using Catch::Matchers::StartsWith;

/// A weight and the state beside it.
class Trained {
 public:
  Trained(const Optimizer& optimizer, Tensor value) : value_(std::move(value)) {
    for (const Slot& slot : optimizer.slots()) slots_.emplace_back(value_.size(), slot.initial);
  }

  void update(const Optimizer& optimizer, const Tensor& gradient, std::int64_t iteration) {
    std::vector<float*> state;
    for (auto& slot : slots_) state.push_back(slot.data());
    optimizer.update(value_.size(), value_.data(), gradient.data(), state.data(),
                     {iteration, static_cast<float>(optimizer.learning_rate())});
  }

  [[nodiscard]] const Tensor& value() const { return value_; }

 private:
  Tensor value_;
  std::vector<std::vector<float>> slots_;
};

std::vector<std::string> slot_names(const Optimizer& optimizer) {
  std::vector<std::string> names;
  for (const Slot& slot : optimizer.slots()) {
    names.push_back(slot.name);
    CHECK(slot.initial == 0.0f);
  }
  return names;
}

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("Optimizers make Keras's updates") {
  REQUIRE(testing::optimizer_cases().size() >= 13);
  for (const testing::OptimizerCase& golden : testing::optimizer_cases()) {
    const auto optimizer = get(testing::make_optimizer(golden.optimizer, golden.arguments));
    std::vector<Trained> weights;
    for (const Tensor& start : golden.start) weights.emplace_back(*optimizer, start);
    for (std::size_t step = 0; step < golden.gradients.size(); ++step) {
      INFO(golden.name << ", step " << step);
      for (std::size_t i = 0; i < weights.size(); ++i) {
        weights[i].update(*optimizer, golden.gradients[step][i], static_cast<std::int64_t>(step) + 1);
        testing::require_close(weights[i].value(), golden.weights[step][i], 2e-7);
      }
    }
  }
}

TEST_CASE("An update of parts is the update of the whole") {
  const Adam adam({.amsgrad = true});
  std::vector<float> whole = {0.5f, -1.0f, 2.0f}, parts = whole;
  const std::vector<float> gradients = {0.1f, -3.0f, 1e-4f};
  std::vector<float> a(3), b(3), c(3), d(3), e(3), f(3);
  for (std::int64_t iteration = 1; iteration <= 3; ++iteration) {
    float* const state[] = {a.data(), b.data(), c.data()};
    adam.update(3, whole.data(), gradients.data(), state, {iteration, 0.001f});
    for (std::size_t i = 0; i < 3; ++i) {
      float* const part[] = {&d[i], &e[i], &f[i]};
      adam.update(1, &parts[i], &gradients[i], part, {iteration, 0.001f});
    }
  }
  CHECK(whole == parts);
}

TEST_CASE("An optimizer's first step is what its formula says") {
  const std::vector<float> gradients = {4.0f};
  std::vector<float> weight = {1.0f}, first(1), second(1);
  float* const state[] = {first.data(), second.data()};
  SECTION("SGD") {
    SGD().update(1, weight.data(), gradients.data(), nullptr, {1, 0.25f});
    CHECK(weight[0] == 0.0f);
  }
  SECTION("Adam goes by its learning rate") {
    Adam().update(1, weight.data(), gradients.data(), state, {1, 0.5f});
    CHECK(weight[0] == Approx(0.5).epsilon(2e-5));
  }
  SECTION("RMSprop") {
    RMSprop({.rho = 0.75}).update(1, weight.data(), gradients.data(), state, {1, 0.5f});
    CHECK(weight[0] == Approx(0.0).margin(1e-6));
  }
}

TEST_CASE("Optimizers keep the state that Keras keeps") {
  using Names = std::vector<std::string>;
  CHECK(slot_names(Adadelta()) == Names{"accumulated_grad", "accumulated_delta_var"});
  CHECK(Adagrad().slots()[0].name == "accumulator");
  CHECK(Adagrad({.initial_accumulator_value = 0.5}).slots()[0].initial == 0.5f);
  CHECK(slot_names(Adamax()) == Names{"momentum", "norm"});
  CHECK(slot_names(Nadam()) == Names{"momentum", "velocity"});
  CHECK(slot_names(Lion()) == Names{"momentum"});
  CHECK(slot_names(AdamW()) == Names{"momentum", "velocity"});
  CHECK(slot_names(SGD()).empty());
  CHECK(slot_names(SGD({.momentum = 0.9})) == Names{"momentum"});
  CHECK(slot_names(RMSprop()) == Names{"velocity"});
  CHECK(slot_names(RMSprop({.momentum = 0.1, .centered = true})) ==
        Names{"velocity", "momentum", "average_gradient"});
  CHECK(slot_names(RMSprop({.centered = true})) == Names{"velocity", "average_gradient"});
  CHECK(slot_names(Adam()) == Names{"momentum", "velocity"});
  CHECK(slot_names(Adam({.amsgrad = true})) == Names{"momentum", "velocity", "velocity_hat"});
}

TEST_CASE("An optimizer is found by its name") {
  CHECK(get("sgd")->name() == "sgd");
  CHECK(get("SGD")->learning_rate() == 0.01);
  CHECK(get("RMSprop")->name() == "rmsprop");
  CHECK(get("rmsprop")->learning_rate() == 0.001);
  CHECK(get("Adam")->name() == "adam");
  CHECK(get("adam")->learning_rate() == 0.001);
  for (const char* name : {"adadelta", "adagrad", "adamax", "adamw", "lion", "nadam"}) {
    CHECK(get(name)->name() == name);
    CHECK(get(name)->learning_rate() == 0.001);
  }
  CHECK(get(SGD({.name = "mine"}))->name() == "mine");
  CHECK(get({}) == nullptr);
  CHECK_THROWS_AS(get("adma"), ValueError);
  CHECK_THROWS_WITH(get("adma"),
                    "Unknown optimizer \"adma\": did you mean \"adam\"? Known: \"adadelta\", \"adagrad\", "
                    "\"adam\", \"adamax\", "
                    "\"adamw\", \"lion\", \"nadam\", \"rmsprop\", \"sgd\". For another one derive a class "
                    "from optimizers::Optimizer.");
}

TEST_CASE("Each use of an optimizer has its own learning rate") {
  const Identifier<Optimizer> given = Adam({.learning_rate = 2e-4f, .beta_1 = 0.5f});
  const auto first = get(given), second = get(given);
  first->set_learning_rate(0.1);
  CHECK(first->learning_rate() == 0.1);
  CHECK(second->learning_rate() == Approx(2e-4));
  CHECK_THROWS_WITH(first->set_learning_rate(-1),
                    StartsWith("learning_rate must be a finite number, 0 or more, but received -1."));
  CHECK(first->learning_rate() == 0.1);
  first->set_learning_rate(0.0);
  CHECK(first->learning_rate() == 0.0);
}

TEST_CASE("Hyperparameters out of range are rejected") {
  CHECK_THROWS_AS(SGD({.learning_rate = -0.1}), ValueError);
  CHECK_THROWS_WITH(
      SGD({.learning_rate = -0.1}),
      "learning_rate must be a finite number, 0 or more, but received -0.1. Usual are 0.0001 to 0.1.");
  CHECK_THROWS_WITH(Adam({.learning_rate = not_a_number}),
                    StartsWith("learning_rate must be a finite number, 0 or more, but received nan."));
  CHECK_THROWS_WITH(RMSprop({.learning_rate = infinity}),
                    StartsWith("learning_rate must be a finite number, 0 or more, but received inf."));
  CHECK_THROWS_WITH(RMSprop({.learning_rate = 1e39}),
                    StartsWith("learning_rate must be a finite number, 0 or more, but received 1e+39."));
  CHECK_THROWS_WITH(SGD({.momentum = 1.5}), "SGD: momentum must be from 0 to 1, but received 1.5.");
  CHECK_THROWS_WITH(SGD({.momentum = not_a_number}), "SGD: momentum must be from 0 to 1, but received nan.");
  CHECK_THROWS_WITH(RMSprop({.rho = -0.5}), "RMSprop: rho must be from 0 to 1, but received -0.5.");
  CHECK_THROWS_WITH(RMSprop({.momentum = 2}), "RMSprop: momentum must be from 0 to 1, but received 2.");
  CHECK_THROWS_WITH(RMSprop({.epsilon = -1}),
                    "RMSprop: epsilon must be a finite number, 0 or more, but received -1.");
  CHECK_THROWS_WITH(Adam({.beta_1 = 1}), "Adam: beta_1 must be from 0 to less than 1, but received 1.");
  CHECK_THROWS_WITH(Adam({.beta_1 = 1 - 1e-12}),
                    StartsWith("Adam: beta_1 must be from 0 to less than 1, but received "));
  CHECK_THROWS_WITH(Adam({.beta_2 = not_a_number}),
                    "Adam: beta_2 must be from 0 to less than 1, but received nan.");
  CHECK_THROWS_WITH(Adam({.epsilon = infinity}),
                    "Adam: epsilon must be a finite number, 0 or more, but received inf.");
}

TEST_CASE("What all optimizers share is checked") {
  using testing::error_of;
  CHECK(error_of([] { SGD({.weight_decay = -0.1}); }) ==
        "SGD: weight_decay must be a finite number, 0 or more, but received -0.1.");
  CHECK(error_of([] { AdamW({.weight_decay = infinity}); }) ==
        "AdamW: weight_decay must be a finite number, 0 or more, but received inf.");
  CHECK(error_of([] { Adam({.clipnorm = 0.0}); }) ==
        "Adam: clipnorm must be a finite number over 0, but received 0.");
  CHECK(error_of([] { Lion({.clipvalue = -1.0}); }) ==
        "Lion: clipvalue must be a finite number over 0, but received -1.");
  CHECK(error_of([] { Nadam({.global_clipnorm = not_a_number}); }) ==
        "Nadam: global_clipnorm must be a finite number over 0, but received nan.");
  CHECK(
      error_of([] { Adamax({.clipnorm = 1.0, .global_clipnorm = 1.0}); }) ==
      "Adamax: only one of clipnorm, clipvalue and global_clipnorm can be set: gradients are clipped in one "
      "way.");
  CHECK(error_of([] { Adagrad({.use_ema = true, .ema_momentum = 1.5}); }) ==
        "Adagrad: ema_momentum must be from 0 to 1, but received 1.5.");
  CHECK(error_of([] { Adadelta({.ema_overwrite_frequency = 0}); }) ==
        "Adadelta: ema_overwrite_frequency must be 1 or more, but received 0.");
  CHECK(error_of([] { RMSprop({.gradient_accumulation_steps = 1}); }) ==
        "RMSprop: gradient_accumulation_steps must be 2 or more, but received 1.");
}

TEST_CASE("Each optimizer checks its own options") {
  using testing::error_of;
  CHECK(error_of([] { Adadelta({.rho = 1.5}); }) == "Adadelta: rho must be from 0 to 1, but received 1.5.");
  CHECK(error_of([] { Adagrad({.initial_accumulator_value = -1}); }) ==
        "Adagrad: initial_accumulator_value must be a finite number, 0 or more, but received -1.");
  CHECK(error_of([] { Adamax({.beta_1 = 1}); }) ==
        "Adamax: beta_1 must be from 0 to less than 1, but received 1.");
  CHECK(error_of([] { Nadam({.beta_2 = 1}); }) ==
        "Nadam: beta_2 must be from 0 to less than 1, but received 1.");
  CHECK(error_of([] { Lion({.beta_1 = 0}); }) ==
        "Lion: beta_1 must be a finite number over 0, but received 0.");
  CHECK(error_of([] { Lion({.beta_2 = 2}); }) == "Lion: beta_2 must be from 0 to 1, but received 2.");
  CHECK(error_of([] { AdamW({.epsilon = -1}); }) ==
        "AdamW: epsilon must be a finite number, 0 or more, but received -1.");
}
