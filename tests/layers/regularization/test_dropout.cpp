#include <algorithm>
#include <cmath>
#include <limits>

#include "keratin/layers/regularization/dropout.hpp"
#include "keratin/utils/random_seed.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

std::size_t zeros_in(const Tensor& tensor) {
  return static_cast<std::size_t>(std::count(tensor.begin(), tensor.end(), 0.0f));
}

}  // namespace

TEST_CASE("Dropout is a layer") {
  const auto make = [] { return std::make_shared<Dropout>(0.4f, DropoutOptions{.input_shape = {3}}); };
  check_layer(make, {5, 3}, {.output_shape = {5, 3}, .random = true});
  check_layer([] { return std::make_shared<Dropout>(0.0); }, {5, 3}, {.output_shape = {5, 3}});
}

TEST_CASE("Dropout drops what Keras drops") {
  for (const LayerCase& golden : layer_cases("Dropout")) {
    Dropout layer(golden.arguments.number("rate", -1),
                  {.noise_shape = Shape::from(golden.arguments.integers("noise_shape")),
                   .seed = golden.arguments.integer("seed", -1)});
    check_golden(layer, golden, 0);
  }
}

TEST_CASE("Dropout draws its seed as Keras does, at construction, and none at rate 0") {
  const Tensor x = random_tensor({4, 25});
  utils::set_random_seed(42);
  const Dropout none(0.0), first = connected(Dropout(0.5), {4, 25}),
                           second = connected(Dropout(0.5), {4, 25});
  const Dropout known_first = connected(Dropout(0.5, {.seed = 686579304}), {4, 25});
  const Dropout known_second = connected(Dropout(0.5, {.seed = 119540832}), {4, 25});
  require_close(train(first, x, x).y, train(known_first, x, x).y, 0);
  require_close(train(second, x, x).y, train(known_second, x, x).y, 0);
}

TEST_CASE("Dropout draws new numbers in each training pass, and predictions in between do not matter") {
  const Tensor x = random_tensor({4, 25});
  const Dropout layer = connected(Dropout(0.5, {.seed = 3}), {4, 25});
  const Dropout undisturbed = connected(Dropout(0.5, {.seed = 3}), {4, 25});
  const Tensor first = train(layer, x, x).y, second = train(undisturbed, x, x).y;
  require_close(first, second, 0);
  require_close(infer(layer, x), x, 0);
  const Tensor third = train(layer, x, x).y;
  CHECK(max_difference(third, first) > 0.1);
  require_close(third, train(undisturbed, x, x).y, 0);
}

TEST_CASE("Dropout keeps and drops the same numbers backward as forward") {
  const Tensor x = random_tensor({300, 100}), dy = random_tensor({300, 100}, 2);
  const Step step = train(connected(Dropout(0.25, {.seed = 8}), {300, 100}), x, dy);
  const float scale = 1.0f / 0.75f;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const bool kept = step.y.data()[i] != 0.0f;
    REQUIRE(step.y.data()[i] == (kept ? x.data()[i] * scale : 0.0f));
    REQUIRE(step.dx.data()[i] == (kept ? dy.data()[i] * scale : 0.0f));
  }
  CHECK(static_cast<double>(zeros_in(step.y)) / static_cast<double>(x.size()) == Approx(0.25).margin(0.01));
}

TEST_CASE("Dropout at rate 1 leaves nothing, infinities included") {
  Tensor x = random_tensor({2, 3});
  x(0, 0) = std::numeric_limits<float>::infinity();
  const Step step = train(connected(Dropout(1.0), {2, 3}), x, random_tensor({2, 3}));
  CHECK(zeros_in(step.y) == 6);
  CHECK(zeros_in(step.dx) == 6);
}

TEST_CASE("Dropout with a noise_shape shares its noise along axes of size 1") {
  const Tensor x = random_tensor({3, 4, 5});
  const Dropout layer = connected(Dropout(0.5, {.noise_shape = {None, 1, 5}, .seed = 3}), {None, 4, 5});
  const Tensor y = train(layer, x, x).y;
  const Tensor small = zero_tensor({3, 1, 5}) + 1.0f;
  const Tensor factors = train(connected(Dropout(0.5, {.seed = 3}), {None, 1, 5}), small, small).y;
  require_close(y, x * factors, 0);
  CHECK(zeros_in(y) > 0);
}

TEST_CASE("Dropout copies nothing in inference") {
  const Tensor x = random_tensor({2, 3});
  StepTape tape;
  tape.begin_inference();
  CHECK(LayerAccess::run_forward(connected(Dropout(0.5), {2, 3}), View(x), tape).data() == x.data());
}

TEST_CASE("Dropout says what is wrong") {
  CHECK(error_of([] { Dropout(1.5); }) ==
        "Layer \"dropout\" (Dropout): rate must be from 0 to 1, but received 1.5.");
  CHECK(
      error_of([] {
        Dropout(0.5, {.noise_shape = {None, 0}});
      }) ==
      "Layer \"dropout\" (Dropout): noise_shape must have positive dimensions, or None for the input's, but "
      "received (None, 0).");
  const std::string unfit =
      "Layer \"dropout\" (Dropout): noise_shape (2, 3) does not fit an input of shape (2, 4): give 1, None "
      "or "
      "the input's size for each axis, the batch included.";
  CHECK(error_of([] { connect(Dropout(0.5, {.noise_shape = {2, 3}}), {2, 4}); }) == unfit);
  CHECK(error_of([] {
          const Dropout open = connected(Dropout(0.5, {.noise_shape = {2, 3}}), {None, None});
          train(open, random_tensor({2, 4}), random_tensor({2, 4}));
        }) == unfit);
  CHECK(error_of([] {
          connect(Dropout(0.5, {.noise_shape = {1}}), {2, 4});
        }).find("noise_shape (1,) does not fit an input of shape (2, 4)") != std::string::npos);
  CHECK(error_of([] { Dropout(-0.1); }).find("received -0.1") != std::string::npos);
  CHECK(error_of([] { Dropout(std::nan("")); }).find("received nan") != std::string::npos);
}
