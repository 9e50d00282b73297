#include <stdexcept>

#include "engine/step_tape.hpp"
#include "keratin/layers/reshaping/flatten.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using testing::error_of;
using testing::matrix;
using testing::vector;

TEST_CASE("A tape gives back what layers saved, the last first") {
  const layers::Flatten one, other;
  const Tensor a = vector({1}), b = vector({2}), c = vector({3});
  const Gradients gradients;
  StepTape tape;
  tape.begin_training(gradients);
  CHECK(tape.training());
  CHECK(tape.empty());
  tape.save(one, {View(a), View(b)});
  tape.save(other, {});
  tape.save(one, {View(c)});
  CHECK_FALSE(tape.empty());
  const auto [third] = tape.restore<1>(one);
  CHECK(third.data() == c.data());
  static_cast<void>(tape.restore<0>(other));
  const auto [first, second] = tape.restore<2>(one);
  CHECK(first.data() == a.data());
  CHECK(second.data() == b.data());
  CHECK(tape.empty());
}

TEST_CASE("A tape notices a backward pass that is not the forward pass reversed") {
  const layers::Flatten one, other;
  const Tensor a = vector({1});
  const Gradients gradients;
  StepTape tape;
  tape.begin_training(gradients);
  CHECK_THROWS_AS(tape.restore<1>(one), std::logic_error);
  tape.save(one, {View(a)});
  CHECK_THROWS_AS(tape.restore<1>(other), std::logic_error);
  CHECK_THROWS_AS(tape.restore<2>(one), std::logic_error);
  CHECK_THROWS_AS(tape.restore<0>(one), std::logic_error);
  CHECK_NOTHROW(tape.restore<1>(one));
  CHECK_THROWS_AS(tape.restore<1>(one), std::logic_error);
}

TEST_CASE("A tape keeps nothing in inference") {
  const layers::Flatten layer;
  const Tensor a = vector({1});
  StepTape tape;
  tape.begin_inference();
  CHECK_FALSE(tape.training());
  tape.save(layer, {View(a)});
  CHECK(tape.empty());
}

TEST_CASE("A tape knows which weights its step trains, updates, or leaves unchanged") {
  const Weight kernel("kernel", vector({1, 2})), mean("moving_mean", vector({0}), {.trainable = false}),
      frozen("bias", vector({0}));
  Tensor sums = vector({0, 0});
  const Gradients gradients{{&kernel, Buffer(sums.data(), {2})}, {&mean, Buffer()}};
  StepTape tape;
  tape.begin_training(gradients);
  CHECK(tape.gradient(kernel).data() == sums.data());
  CHECK(tape.gradient(mean).empty());
  CHECK(tape.gradient(frozen).empty());
  CHECK(tape.updates(kernel));
  CHECK(tape.updates(mean));
  CHECK_FALSE(tape.updates(frozen));
  tape.begin_inference();
  CHECK(tape.gradient(kernel).empty());
  CHECK_FALSE(tape.updates(kernel));
}

TEST_CASE("A tape's arrays live until the next pass, which uses their memory again") {
  StepTape tape;
  tape.begin_inference();
  const Buffer first = tape.allocate({2, 3}), second = tape.allocate({4});
  CHECK(first.shape() == Shape{2, 3});
  CHECK(first.size() == 6);
  CHECK(first.data() != second.data());
  tape.begin_inference();
  CHECK(tape.allocate({2, 3}).data() == first.data());
}

TEST_CASE("A tape evaluates an xtensor expression into its own array") {
  StepTape tape;
  tape.begin_inference();
  const Tensor x = matrix({{1, 2}, {3, 4}});
  const Buffer y = tape.evaluate(x * 2 + 1);
  CHECK(y.shape() == Shape{2, 2});
  CHECK(y.data()[3] == 9);
  const Buffer column = tape.evaluate(xt::transpose(x));
  CHECK(column.data()[1] == 3);
}

TEST_CASE("Each pass begins with a clean tape") {
  const layers::Flatten layer;
  const Tensor a = vector({1});
  const Gradients gradients;
  StepTape tape;
  tape.begin_training(gradients);
  CHECK(tape.needs_input_gradient());
  tape.save(layer, {View(a)});
  tape.set_needs_input_gradient(false);
  tape.begin_backward_at_logits(View(a));
  tape.add_activated({nullptr, View(a), View(a)});
  tape.begin_training(gradients);
  CHECK(tape.empty());
  CHECK(tape.needs_input_gradient());
  CHECK_FALSE(tape.take_at_logits(View(a)));
  CHECK(tape.activated(View(a)) == nullptr);
}

TEST_CASE("Only the layer that gave an output is told, once, that its backward pass begins at the logits") {
  const Tensor a = vector({1}), b = vector({2});
  StepTape tape;
  tape.begin_inference();
  tape.begin_backward_at_logits(View(a));
  CHECK_FALSE(tape.take_at_logits(View(b)));
  CHECK(tape.take_at_logits(View(a)));
  CHECK_FALSE(tape.take_at_logits(View(a)));
}

TEST_CASE("A tape says what is wrong") {
  StepTape tape;
  tape.begin_inference();
  CHECK(error_of([&] {
          static_cast<void>(tape.allocate({None, 3}));
        }) == "The size of shape (None, 3) is unknown: every dimension must be given.");
}
