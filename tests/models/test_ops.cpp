// Keras's functions between layers, as programs call them. What they compute, and files: test_operations.cpp.
#include <limits>
#include <string>

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/ops.hpp"
#include "keratin/utils/naming.hpp"
#include "models/two_inputs.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/run_layer.hpp"

namespace keratin::test_ops {

using Catch::Matchers::Contains;
using layers::Input;

TEST_CASE("Functions of keras.ops compute what they say, under a given name") {
  utils::clear_session();
  const testing::TwoInputs inputs;
  const auto& [a, b, x, z] = inputs;
  inputs.check(ops::add(a, b), "add", x + z);
  inputs.check(ops::add(1, a, {.name = "more"}), "more", x + 1.0f);
  inputs.check(ops::subtract(a, b, {.name = "less"}), "less", x - z);
  inputs.check(ops::multiply(a, 2, {.name = "tf.math.multiply"}), "tf.math.multiply", 2.0f * x);
  inputs.check(ops::true_divide(1, a), "true_divide", 1.0f / x);
  inputs.check(ops::power(2, a), "power", xt::pow(2.0f, x));
  inputs.check(ops::maximum(a, 0.1), "maximum", xt::maximum(x, 0.1f));
  inputs.check(ops::minimum(a, b), "minimum", xt::minimum(x, z));
  inputs.check(ops::absolute(a), "absolute", xt::abs(x));
  inputs.check(ops::negative(a), "negative", -x);
  inputs.check(ops::square(a), "square", x * x);
  inputs.check(ops::get_item(a, ":, 1:3"), "get_item", xt::view(x, xt::all(), xt::range(1, 3)));
  inputs.check(ops::get_item(a, " ... , -1"), "get_item_1", xt::view(x, xt::all(), 3));
  inputs.check(ops::get_item(a, ":,None,::-2"), "get_item_2",
               xt::view(x, xt::all(), xt::newaxis(), xt::range(3, 0, -2)));
  inputs.check(ops::get_item(a, ":"), "get_item_3", x);
}

TEST_CASE("Functions of keras.ops say what is wrong") {
  const Input a({4}), b({4, 4});
  CHECK_THROWS_WITH(ops::add(1, 2), Contains("Add needs a KerasTensor, but received two numbers"));
  CHECK_THROWS_WITH(ops::power(a, a),
                    Contains("Power needs a KerasTensor and a number") && Contains("KerasTensors"));
  CHECK_THROWS_WITH(ops::maximum(a, b), Contains("(None, 4) and (None, 4, 4)"));
  CHECK_THROWS_WITH(ops::multiply(a, std::numeric_limits<double>::infinity()), Contains("finite"));
  for (const std::string key :
       {"", ",", ":, x", ":, 1.5", ":, 1:2:3:4", ":, 1 2", ":, 99999999999", ":,, 1"}) {
    INFO(key);
    CHECK_THROWS_WITH(ops::get_item(a, key), Contains("get_item") && Contains("\"" + key + "\""));
  }
  CHECK_THROWS_AS(ops::get_item(a, "0"), ValueError);
  CHECK_THROWS_AS(ops::get_item(a, ":, 4"), ValueError);
  CHECK_THROWS_AS(ops::get_item(a, ":, ::0"), ValueError);
  CHECK_THROWS_AS(ops::get_item(a, "..., ..., 1"), ValueError);
}

}  // namespace keratin::test_ops
