#include <limits>

#include "keratin/error.hpp"
#include "keratin/regularizers.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/golden_json.hpp"
#include "support/run_layer.hpp"
#include "support/thread_count.hpp"

using namespace keratin;
using namespace keratin::regularizers;
using namespace keratin::testing;

namespace {

std::shared_ptr<const Regularizer> make(const std::string& name, const Arguments& arguments) {
  if (name == "L1") return get(L1({.l1 = arguments.number("l1", 0.01)}));
  if (name == "L2") return get(L2({.l2 = arguments.number("l2", 0.01)}));
  return get(L1L2({.l1 = arguments.number("l1", 0), .l2 = arguments.number("l2", 0)}));
}

Tensor gradient_of(const Regularizer& regularizer, const Tensor& x, float dpenalty) {
  Tensor dx = zero_tensor(shape_of(x));
  regularizer.add_gradient(View(x), dpenalty, {dx.data(), shape_of(dx)});
  return dx;
}

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("Regularizers compute Keras's penalties and gradients") {
  const golden::Json cases = golden::read("penalties.json").at("regularizers");
  REQUIRE(cases.size() == 6);
  for (const golden::Json& one : cases) {
    INFO(one.at("name"));
    const auto regularizer = make(one.at("class"), golden::arguments(one.at("args")));
    CHECK(regularizer->name() == one.at("class"));
    const Tensor x = golden::tensor(one.at("x"));
    CHECK((*regularizer)(View(x)) == Approx(one.at("value").get<double>()).epsilon(1e-6));
    require_close(gradient_of(*regularizer, x, 1.0f), golden::tensor(one.at("gradient")), 1e-6);
  }
}

TEST_CASE("A regularizer adds a multiple of its gradient to what is there") {
  const Tensor x = vector({1, -2, 0});
  Tensor dx = vector({10, 20, 30});
  L1L2({.l1 = 0.5, .l2 = 0.25}).add_gradient(View(x), 2.0f, {dx.data(), {3}});
  require_close(dx, vector({12, 17, 30}), 0);
}

TEST_CASE("The penalty of many numbers is exact and does not depend on the threads") {
  const Tensor x = random_tensor({1'100'003});
  double magnitudes = 0.0, squares = 0.0;
  for (float value : x) {
    magnitudes += std::abs(double{value});
    squares += double{value} * value;
  }
  CHECK(L1(1)(View(x)) == Approx(magnitudes).epsilon(1e-12));
  CHECK(L2(1)(View(x)) == Approx(squares).epsilon(1e-12));
  const double penalty = L1L2({.l1 = 1, .l2 = 1})(View(x));
  const ThreadCount one(1);
  CHECK(L1L2({.l1 = 1, .l2 = 1})(View(x)) == penalty);
}

TEST_CASE("A regularizer is found by its name") {
  for (const char* name : {"l1", "L1"}) CHECK(get(name)->name() == "L1");
  for (const char* name : {"l2", "L2"}) CHECK(get(name)->name() == "L2");
  for (const char* name : {"l1_l2", "L1L2"}) CHECK(get(name)->name() == "L1L2");
  CHECK(get({}) == nullptr);
  CHECK(l2(0.5).l2() == 0.5);
  CHECK(l1().l1() == 0.01);
  CHECK(l1_l2({.l1 = 0.1, .l2 = 0.2}).l2() == 0.2);
  CHECK(error_of([] { get("l3"); }) ==
        "Unknown regularizer \"l3\". Known: \"l1\", \"l1_l2\", \"l2\". For another one derive a class "
        "from "
        "regularizers::Regularizer.");
}

TEST_CASE("Factors that are invalid are rejected") {
  CHECK(error_of([] { L1(-1); }) == "Regularizer: l1 must be a finite number, 0 or more, but received -1.");
  CHECK(error_of([] { L2{infinity}; }) ==
        "Regularizer: l2 must be a finite number, 0 or more, but received inf.");
  CHECK(error_of([] { L1L2({.l2 = -infinity}); }) ==
        "Regularizer: l2 must be a finite number, 0 or more, but received -inf.");
}
