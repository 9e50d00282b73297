#include <limits>

#include "keratin/constraints.hpp"
#include "keratin/error.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/golden_json.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::constraints;
using namespace keratin::testing;

namespace {

Axes axes_of(const std::vector<int>& axes) {
  if (axes.size() == 3) return {axes[0], axes[1], axes[2]};
  if (axes.size() == 2) return {axes[0], axes[1]};
  return axes.empty() ? 0 : axes[0];
}

std::shared_ptr<const Constraint> make(const std::string& name, const Arguments& arguments) {
  const Axes axis = axes_of(arguments.integers("axis"));
  if (name == "MaxNorm") return get(MaxNorm({.max_value = arguments.number("max_value", 2), .axis = axis}));
  if (name == "UnitNorm") return get(UnitNorm({.axis = axis}));
  if (name == "NonNeg") return get(NonNeg());
  return get(MinMaxNorm({.min_value = arguments.number("min_value", 0),
                         .max_value = arguments.number("max_value", 1),
                         .rate = arguments.number("rate", 1),
                         .axis = axis}));
}

Tensor constrained(const Constraint& constraint, Tensor weight) {
  constraint.check(shape_of(weight));
  constraint({weight.data(), shape_of(weight)});
  return weight;
}

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("Constraints make of weights what Keras makes of them") {
  const golden::Json cases = golden::read("penalties.json").at("constraints");
  REQUIRE(cases.size() == 9);
  for (const golden::Json& one : cases) {
    INFO(one.at("name"));
    const auto constraint = make(one.at("class"), golden::arguments(one.at("args")));
    CHECK(constraint->name() == one.at("class"));
    require_close(constrained(*constraint, golden::tensor(one.at("x"))), golden::tensor(one.at("y")), 2e-7);
  }
}

TEST_CASE("ClipConstraint clips") {
  require_close(constrained(ClipConstraint(0.5), vector({-2, -0.25, 0, 0.5, 3})),
                vector({-0.5, -0.25, 0, 0.5, 0.5}), 0);
}

TEST_CASE("A constraint is found by its name") {
  for (const char* name : {"max_norm", "MaxNorm"}) CHECK(get(name)->name() == "MaxNorm");
  for (const char* name : {"min_max_norm", "MinMaxNorm"}) CHECK(get(name)->name() == "MinMaxNorm");
  for (const char* name : {"unit_norm", "UnitNorm"}) CHECK(get(name)->name() == "UnitNorm");
  for (const char* name : {"non_neg", "NonNeg"}) CHECK(get(name)->name() == "NonNeg");
  CHECK(get({}) == nullptr);
  CHECK(max_norm(3).max_value() == 3);
  CHECK(error_of([] { get("norm"); }) ==
        "Unknown constraint \"norm\". Known: \"max_norm\", \"min_max_norm\", \"non_neg\", \"unit_norm\". For "
        "another one derive a class from constraints::Constraint.");
}

TEST_CASE("Constraints that are invalid are rejected") {
  CHECK(error_of([] { MaxNorm(-1); }) ==
        "Constraint MaxNorm: max_value must be a finite number, 0 or more, but received -1.");
  CHECK(error_of([] { ClipConstraint{not_a_number}; }) ==
        "Constraint ClipConstraint: clip_value must be a finite number, 0 or more, but received nan.");
  CHECK(error_of([] { MinMaxNorm({.min_value = 2}); }) ==
        "Constraint MinMaxNorm: min_value must not be over max_value, but received 2 and 1.");
  CHECK(error_of([] { MinMaxNorm({.rate = 1.5}); }) ==
        "Constraint MinMaxNorm: rate must be from 0 to 1, but received 1.5.");
  CHECK(error_of([] {
          MaxNorm({.axis = 2}).check({3, 4});
        }) == "Constraint MaxNorm: a weight of shape (3, 4) has the axes 0 to 1, but received axis 2.");
  CHECK(error_of([] {
          UnitNorm({.axis = {0, -2}}).check({3, 4});
        }) == "Constraint UnitNorm: axis -2 is named twice; name it once.");
}
