#include "keratin/layers/reshaping/up_sampling2d.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("UpSampling2D is a layer") {
  const auto make = [] {
    return std::make_shared<UpSampling2D>(UpSampling2DOptions{.input_shape = {3, 4, 2}});
  };
  check_layer(make, {2, 3, 4, 2},
              {.output_shape = {2, 6, 8, 2}, .refused_inputs = {{2, 3, 4}, {None, 3, 4, 2, 1}}});
  const auto bilinear = [] {
    return std::make_shared<UpSampling2D>(UpSampling2DOptions{.size = {3, 2}, .interpolation = "bilinear"});
  };
  check_layer(bilinear, {2, 3, 4, 2}, {.output_shape = {2, 9, 8, 2}});
}

TEST_CASE("UpSampling2D computes what Keras computes, nearest and bilinear to the last bit") {
  for (const LayerCase& golden : layer_cases("UpSampling2D")) {
    const auto [rows, columns] = golden.arguments.pair("size", {2, 2});
    const UpSampling2DOptions options{.size = {rows, columns},
                                      .data_format = golden.arguments.text("data_format", ""),
                                      .interpolation = golden.arguments.text("interpolation", "nearest")};
    UpSampling2D layer(options);
    check_golden(layer, golden, 1e-6);
    if (options.interpolation != "nearest" && options.interpolation != "bilinear") continue;
    require_close(infer(layer, golden.x), golden.y, 0);
  }
}

TEST_CASE("UpSampling2D and its gradient equal the double loop") {
  for (int rows : {1, 2, 3, 4, 5}) {
    for (int columns : {1, 2, 3, 7}) {
      for (const Shape& shape : {Shape{2, 3, 4, 2}, Shape{1, 1, 2, 3}, Shape{2, 5, 1, 1}}) {
        UpSampling2D nearest({rows, columns});
        check_reference(nearest, shape, [&](const reference::Array& x, const auto&) {
          return reference::upsample_nearest(x, {rows, columns});
        });
        UpSampling2D bilinear({.size = {rows, columns}, .interpolation = "bilinear"});
        check_reference(bilinear, shape, [&](const reference::Array& x, const auto&) {
          return reference::upsample_bilinear(x, {rows, columns});
        });
      }
    }
  }
}

TEST_CASE("UpSampling2D by other interpolations equals the double loop") {
  for (const std::string interpolation : {"bicubic", "lanczos3", "lanczos5", "area"}) {
    for (const Shape& shape : {Shape{2, 3, 4, 2}, Shape{1, 1, 2, 3}, Shape{1, 7, 1, 1}}) {
      UpSampling2D layer({.size = {2, 3}, .interpolation = interpolation});
      const reference::Pair size{2 * shape[1], 3 * shape[2]};
      check_reference(layer, shape, [&](const reference::Array& x, const auto&) {
        return reference::resize(x, size, interpolation, false);
      });
    }
  }
  CHECK(UpSampling2D({.interpolation = "BICUBIC"}).compute_output_shape({None, 2, 2, 1}) ==
        Shape{None, 4, 4, 1});
}

TEST_CASE("UpSampling2D takes its size in each of its forms") {
  const Shape input{None, 2, 2, 1};
  CHECK(UpSampling2D().compute_output_shape(input) == Shape{None, 4, 4, 1});
  CHECK(UpSampling2D(3).compute_output_shape(input) == Shape{None, 6, 6, 1});
  CHECK(UpSampling2D({2, 3}).compute_output_shape(input) == Shape{None, 4, 6, 1});
  CHECK(UpSampling2D({.size = 3}).compute_output_shape(input) == Shape{None, 6, 6, 1});
  CHECK(UpSampling2D({.size = {2, 3}, .interpolation = "bilinear"}).compute_output_shape(input) ==
        Shape{None, 4, 6, 1});
  CHECK(UpSampling2D({.input_shape = {2, 2, 1}}).declared_input_shape() == Shape{2, 2, 1});
}

TEST_CASE("UpSampling2D keeps open dimensions open") {
  CHECK(UpSampling2D({2, 3}).compute_output_shape({None, None, 4, None}) == Shape{None, None, 12, None});
}

TEST_CASE("UpSampling2D says what is wrong") {
  CHECK(error_of([] { UpSampling2D({.interpolation = "cubic"}); }) ==
        "Layer \"up_sampling2d\" (UpSampling2D): unknown interpolation \"cubic\". Known: \"nearest\", "
        "\"bilinear\", \"bicubic\", \"lanczos3\", \"lanczos5\", \"area\".");
  CHECK(error_of([] {
          UpSampling2D({2, -1});
        }) == "Layer \"up_sampling2d\" (UpSampling2D): size must be from 1 to 32767, but received (2, -1).");
  CHECK(error_of([] {
          connect(UpSampling2D(30'000), {None, 100'000, 1, 1});
        }) ==
        "Layer \"up_sampling2d\" (UpSampling2D): a dimension of its output would be 3000000000, but at most "
        "2147483647 is "
        "possible: use a smaller input.");
  CHECK(error_of([] {
          connect(UpSampling2D(), {None, 4});
        }) ==
        "Layer \"up_sampling2d\" (UpSampling2D): expected an input of 4 dimensions, batch included, but "
        "received shape "
        "(None, 4). Put a Reshape before it, or another layer.");
}
