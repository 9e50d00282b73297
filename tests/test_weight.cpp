#include <vector>

#include "keratin/weight.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using testing::error_of;
using testing::matrix;
using testing::vector;

TEST_CASE("A weight holds a named array") {
  const Weight weight("kernel", matrix({{1, 2, 3}, {4, 5, 6}}));
  CHECK(weight.name() == "kernel");
  CHECK(weight.shape() == Shape{2, 3});
  CHECK(weight.size() == 6);
  CHECK(weight.trainable());
  CHECK(weight.value()(1, 0) == 4);
  CHECK(weight.data()[5] == 6);
  CHECK_FALSE(Weight("moving_mean", vector({0}), {.trainable = false}).trainable());
}

TEST_CASE("A weight keeps its memory while its value changes, and its version tells") {
  Weight weight("bias", vector({1, 2}));
  const float* data = weight.data();
  const std::uint64_t version = weight.version();
  weight.assign(vector({3, 4}));
  CHECK(weight.data() == data);
  CHECK(weight.value()(1) == 4);
  CHECK(weight.version() > version);
  const std::uint64_t assigned = weight.version();
  weight.mutable_data()[0] = 9;
  CHECK(weight.value()(0) == 9);
  CHECK(weight.version() > assigned);
  const std::uint64_t changed = weight.version();
  static_cast<void>(weight.value());
  CHECK(weight.version() == changed);
}

TEST_CASE("Values of weights are copies") {
  Weight kernel("kernel", matrix({{1, 2}})), bias("bias", vector({3, 4}));
  const std::vector<Weight*> weights{&kernel, &bias};
  const std::vector<Tensor> values = values_of(weights);
  kernel.assign(matrix({{7, 8}}));
  CHECK(values[0](0, 1) == 2);
  CHECK(values[1](1) == 4);
  assign_values(weights, values, "model");
  CHECK(kernel.value()(0, 1) == 2);
  CHECK(count_params(weights) == 4);
  CHECK(count_params({}) == 0);
}

TEST_CASE("Weights say what does not fit, and do not change") {
  Weight kernel("kernel", matrix({{1, 2}})), bias("bias", vector({3, 4}));
  const std::vector<Weight*> weights{&kernel, &bias};
  const std::uint64_t version = kernel.version();
  CHECK(error_of([&] {
          kernel.assign(vector({1, 2}));
        }) == "assign: weight \"kernel\" has shape (1, 2), but the value given for it has shape (2,).");
  CHECK(error_of([&] {
          assign_values(weights, {matrix({{5, 6}})}, "dense");
        }) == "dense: expected 2 weights: kernel (1, 2), bias (2,), but received 1.");
  CHECK(error_of([&] {
          assign_values(weights, {matrix({{5, 6}}), vector({7})}, "dense");
        }) ==
        "dense: weight \"bias\" has shape (2,), but the value given for it has shape (1,). Give the arrays "
        "in the order of get_weights().");
  CHECK(error_of([&] { assign_values({}, {vector({7})}, "flatten"); }) ==
        "flatten: expected 0 weights, but received 1.");
  CHECK(kernel.value()(0, 0) == 1);
  CHECK(bias.value()(0) == 3);
  CHECK(kernel.version() == version);
}
