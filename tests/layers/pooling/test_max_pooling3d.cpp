#include "keratin/layers/pooling/max_pooling3d.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/sequential.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("MaxPooling3D is a layer") {
  const auto make = [] {
    return std::make_shared<MaxPooling3D>(MaxPooling3DOptions{.input_shape = {4, 6, 5, 2}});
  };
  check_layer(make, {2, 4, 6, 5, 2},
              {.output_shape = {2, 2, 3, 2, 2}, .refused_inputs = {{2, 6, 5, 2}, {None, 6, 1, 5, 2}}});
  const auto same = [] {
    return std::make_shared<MaxPooling3D>(
        MaxPooling3DOptions{.pool_size = 3, .strides = 2, .padding = "same"});
  };
  check_layer(same, {2, 4, 5, 6, 2}, {.output_shape = {2, 2, 3, 3, 2}});
}

TEST_CASE("MaxPooling3D computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("MaxPooling3D")) {
    INFO(golden.name);
    const auto [depth, rows, columns] = golden.arguments.triple("pool_size", 2);
    const auto [d, r, c] = golden.arguments.triple("strides", None);
    MaxPooling3D layer({.pool_size = {depth, rows, columns},
                        .strides = {d, r, c},
                        .padding = golden.arguments.text("padding", "valid"),
                        .data_format = golden.arguments.text("data_format", "")});
    check_golden(layer, golden, 1e-7);
  }
}

TEST_CASE("MaxPooling3D and its gradient equal the double loop") {
  for (int pool : {1, 2, 3}) {
    for (int stride : {1, 2, 3}) {
      for (const std::string padding : {"valid", "same"}) {
        for (const Shape& shape : {Shape{2, 4, 3, 5, 2}, Shape{1, 3, 4, 3, 3}}) {
          MaxPooling3D layer({.pool_size = {pool, 2, 3}, .strides = {stride, 1, 2}, .padding = padding});
          check_reference(layer, shape, [&](const reference::Array& x, const auto&) {
            return reference::max_pool3d(x, {pool, 2, 3}, {stride, 1, 2}, reference::padding_from(padding));
          });
        }
      }
    }
  }
}

TEST_CASE("MaxPooling3D takes its arguments in each of their forms") {
  const Shape input{None, 12, 12, 12, 1};
  CHECK(MaxPooling3D().compute_output_shape(input) == Shape{None, 6, 6, 6, 1});
  CHECK(MaxPooling3D(3).compute_output_shape(input) == Shape{None, 4, 4, 4, 1});
  CHECK(MaxPooling3D({1, 2, 3}).compute_output_shape(input) == Shape{None, 12, 6, 4, 1});
  CHECK(MaxPooling3D({.pool_size = 3, .strides = {1, 2, 3}}).compute_output_shape(input) ==
        Shape{None, 10, 5, 4, 1});
  CHECK(MaxPooling3D({.pool_size = 3, .strides = None}).compute_output_shape(input) ==
        Shape{None, 4, 4, 4, 1});
  CHECK(MaxPooling3D(2).compute_output_shape({None, None, 5, None, 3}) == Shape{None, None, 2, None, 3});
}

TEST_CASE("MaxPooling3D comes back from JSON") {
  Sequential model;
  model.add(MaxPooling3D(
      {.pool_size = {1, 2, 3}, .strides = {1, 2, 2}, .padding = "same", .input_shape = {4, 5, 6, 2}}));
  CHECK(model_from_json(model.to_json()).to_json() == model.to_json());
}

TEST_CASE("MaxPooling3D says what is wrong") {
  CHECK(error_of([] {
          MaxPooling3D({2, 2, 0});
        }) ==
        "Layer \"max_pooling3d\" (MaxPooling3D): pool_size must be from 1 to 32767, but received (2, 2, 0).");
  CHECK(error_of([] {
          MaxPooling3D({.strides = {2, -2, 1}});
        }) ==
        "Layer \"max_pooling3d\" (MaxPooling3D): strides must be from 1 to 32767, but received (2, -2, 1).");
  CHECK(error_of([] {
          connect(MaxPooling3D(4), {None, 8, 3, 8, 1});
        }).find("(None, 8, 3, 8, 1)") != std::string::npos);
}
