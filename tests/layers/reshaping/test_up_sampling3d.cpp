#include "keratin/layers/reshaping/up_sampling3d.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/sequential.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("UpSampling3D is a layer") {
  const auto make = [] {
    return std::make_shared<UpSampling3D>(UpSampling3DOptions{.input_shape = {2, 3, 4, 2}});
  };
  check_layer(make, {2, 2, 3, 4, 2},
              {.output_shape = {2, 4, 6, 8, 2}, .refused_inputs = {{2, 3, 4, 2}, {None, 3, 4}}});
}

TEST_CASE("UpSampling3D computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("UpSampling3D")) {
    INFO(golden.name);
    const auto [depth, rows, columns] = golden.arguments.triple("size", 2);
    UpSampling3D layer(
        {.size = {depth, rows, columns}, .data_format = golden.arguments.text("data_format", "")});
    check_golden(layer, golden);
  }
}

TEST_CASE("UpSampling3D and its gradient equal the double loop") {
  for (int depth : {1, 2, 3}) {
    for (int rows : {1, 3}) {
      for (const Shape& shape : {Shape{2, 2, 3, 4, 2}, Shape{1, 3, 1, 2, 3}}) {
        UpSampling3D layer({depth, rows, 2});
        check_reference(layer, shape, [&](const reference::Array& x, const auto&) {
          return reference::upsample3d(x, {depth, rows, 2});
        });
      }
    }
  }
}

TEST_CASE("UpSampling3D takes its size in each of its forms") {
  const Shape input{None, 2, 3, 4, 1};
  CHECK(UpSampling3D().compute_output_shape(input) == Shape{None, 4, 6, 8, 1});
  CHECK(UpSampling3D(3).compute_output_shape(input) == Shape{None, 6, 9, 12, 1});
  CHECK(UpSampling3D({1, 2, 3}).compute_output_shape(input) == Shape{None, 2, 6, 12, 1});
  CHECK(UpSampling3D({.size = {1, 2, 3}}).compute_output_shape(input) == Shape{None, 2, 6, 12, 1});
  CHECK(UpSampling3D(2).compute_output_shape({None, None, 4, None, 1}) == Shape{None, None, 8, None, 1});
}

TEST_CASE("UpSampling3D comes back from JSON") {
  Sequential model;
  model.add(UpSampling3D({.size = {1, 2, 3}, .input_shape = {2, 3, 4, 1}}));
  CHECK(model_from_json(model.to_json()).to_json() == model.to_json());
}

TEST_CASE("UpSampling3D says what is wrong") {
  CHECK(error_of([] {
          UpSampling3D({2, -1, 2});
        }) ==
        "Layer \"up_sampling3d\" (UpSampling3D): size must be from 1 to 32767, but received (2, -1, 2).");
  CHECK(error_of([] {
          connect(UpSampling3D(30'000), {None, 100'000, 1, 1, 1});
        }) ==
        "Layer \"up_sampling3d\" (UpSampling3D): a dimension of its output would be 3000000000, but at most "
        "2147483647 is possible: use a smaller input.");
}
