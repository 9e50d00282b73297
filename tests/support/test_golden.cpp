#include <stdexcept>

#include "support/catch.hpp"
#include "support/golden.hpp"

using namespace keratin::testing;

TEST_CASE("Every golden file is read") {
  CHECK(layer_cases().size() > 200);
  CHECK(loss_cases().size() > 40);
  CHECK(optimizer_cases().size() > 10);
  CHECK(training_cases().size() == 20);
  CHECK(gan_cases().size() == 3);
  CHECK(accuracy_cases().size() > 10);
}

TEST_CASE("A golden case holds what Keras was given and what it returned") {
  const LayerCase& one = layer_case("conv_2d_transpose_1x1_stride_2");
  CHECK(one.layer == "Conv2DTranspose");
  CHECK(one.arguments.integer("filters", 0) == 1);
  CHECK(one.arguments.pair("strides", {1, 1}) == std::array{2, 2});
  CHECK_FALSE(one.arguments.has("output_padding"));
  CHECK(one.weight_names == std::vector<std::string>{"kernel", "bias"});
  CHECK(one.weights.size() == one.dweights.size());
  CHECK(keratin::shape_of(one.y) == keratin::Shape{1, 4, 4, 1});
  CHECK(optimizer_case("adam").weights.size() == 10);
  CHECK(training_case("convnet_adam").batch_loss.size() == 20);
  CHECK(gan_case("dense").rounds.size() == 5);
}

TEST_CASE("Sides are read from one number, a pair or two pairs") {
  using Sides = std::array<std::array<int, 2>, 2>;
  const auto padding = [](const char* name) { return layer_case(name).arguments.sides("padding", 1); };
  CHECK(padding("zero_padding_2d") == Sides{{{1, 1}, {1, 1}}});
  CHECK(padding("zero_padding_2d_int") == Sides{{{2, 2}, {2, 2}}});
  CHECK(padding("zero_padding_2d_pair") == Sides{{{1, 1}, {3, 3}}});
  CHECK(padding("zero_padding_2d_sides") == Sides{{{1, 0}, {2, 3}}});
}

TEST_CASE("A golden case that is missing is named") {
  CHECK_THROWS_WITH(layer_case("nothing"), "There is no golden case named 'nothing'.");
  CHECK_THROWS_WITH(layer_cases("Conv9D"), "There are no golden cases of layer 'Conv9D'.");
}
