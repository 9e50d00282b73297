#include <cmath>

#include "keratin/layers/core/dense.hpp"
#include "keratin/layers/preprocessing/normalization.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/sequential.hpp"
#include "models/summary_models.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/folder.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

NormalizationOptions options_of(const Arguments& arguments) {
  NormalizationOptions options{.invert = arguments.flag("invert", false)};
  if (arguments.has("axis")) options.axis = Axes(arguments.integers("axis"));
  if (arguments.has("mean")) {
    options.mean = PerChannel(arguments.numbers.at("mean"));
    options.variance = PerChannel(arguments.numbers.at("variance"));
  }
  return options;
}

/// (x − mean) / √variance, with statistics for each place on the last axis.
reference::Array normalized(const reference::Array& x, const std::vector<double>& mean,
                            const std::vector<double>& variance, bool invert) {
  reference::Array y = x;
  for (std::size_t i = 0; i < y.data.size(); ++i) {
    const double average = mean[i % mean.size()], deviation = std::sqrt(variance[i % variance.size()]);
    y.data[i] = invert ? average + x.data[i] * deviation : (x.data[i] - average) / deviation;
  }
  return y;
}

}  // namespace

TEST_CASE("Normalization is a layer") {
  check_layer([] { return std::make_shared<Normalization>(); }, {3, 4},
              {.output_shape = {3, 4}, .weights = {{4}, {4}, {}}, .refused_inputs = {{3, None}}});
  check_layer(
      [] {
        return std::make_shared<Normalization>(NormalizationOptions{.axis = {3, 1}});
      },
      {2, 3, 4, 2}, {.output_shape = {2, 3, 4, 2}, .weights = {{3, 2}, {3, 2}, {}}});
  check_layer([] { return std::make_shared<Normalization>(NormalizationOptions{.axis = {}}); }, {2, 3, 4},
              {.output_shape = {2, 3, 4}, .weights = {{}, {}, {}}});
  const auto given = [] {
    return std::make_shared<Normalization>(NormalizationOptions{.mean = {1, 2, 3}, .variance = {0.5, 1, 2}});
  };
  check_layer(given, {2, 4, 3}, {.output_shape = {2, 4, 3}, .refused_inputs = {{2, 4, 4}}});
}

TEST_CASE("Normalization computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Normalization")) {
    INFO(golden.name);
    Normalization layer(options_of(golden.arguments));
    check_golden(layer, golden);
  }
}

TEST_CASE("Normalization and its gradient equal the double loop") {
  const std::vector<double> mean = {0.5, -1, 2}, variance = {0.25, 3, 1.5};
  for (const bool invert : {false, true}) {
    for (const Shape& shape : {Shape{2, 3}, Shape{3, 2, 5, 3}}) {
      Normalization given({.mean = mean, .variance = variance, .invert = invert});
      check_reference(given, shape, [&](const reference::Array& x, const auto&) {
        return normalized(x, mean, variance, invert);
      });
      Normalization weighted({.invert = invert});
      connect(weighted, shape);
      weighted.set_weights({Tensor{0.5f, -1.0f, 2.0f}, Tensor{0.25f, 3.0f, 1.5f}, Tensor(0.0f)});
      check_reference(weighted, shape, [&](const reference::Array& x, const auto&) {
        return normalized(x, mean, variance, invert);
      });
    }
    Normalization one({.mean = 3, .variance = 4, .invert = invert});
    check_reference(one, {2, 3, 2},
                    [&](const reference::Array& x, const auto&) { return normalized(x, {3}, {4}, invert); });
  }
}

TEST_CASE("Normalization adapts to data: its outputs for them have a mean of 0 and a variance of 1") {
  const Tensor data = 3.0f * random_tensor({50, 4, 3}) + 100.0f;
  Normalization layer;
  layer.adapt(data);
  REQUIRE(layer.built());
  const std::vector<Tensor> weights = layer.get_weights();
  REQUIRE(weights.size() == 3);
  const Tensor y = infer(layer, data);
  for (std::size_t channel = 0; channel < 3; ++channel) {
    double sum = 0, squares = 0;
    for (std::size_t i = channel; i < y.size(); i += 3) {
      sum += double{y.data()[i]};
      squares += double{y.data()[i]} * double{y.data()[i]};
    }
    CHECK(sum / 200 == Approx(0).margin(1e-5));
    CHECK(squares / 200 == Approx(1).epsilon(1e-5));
  }
  layer.adapt(data - 100.0f);
  CHECK(layer.get_weights()[0](0) == Approx(weights[0](0) - 100).margin(1e-4));
  CHECK(layer.get_weights()[1](0) == Approx(weights[1](0)).epsilon(1e-4));
}

TEST_CASE("Normalization adapts along the axes that it keeps") {
  const Tensor data{{{1, 2}, {3, 4}}, {{5, 6}, {7, 10}}};
  const auto mean_of = [&](const Axes& axis) {
    Normalization layer({.axis = axis});
    layer.adapt(data);
    return layer.get_weights()[0];
  };
  CHECK((mean_of(-1) == Tensor{4.0f, 5.5f}));
  CHECK((mean_of(1) == Tensor{3.5f, 6.0f}));
  CHECK((mean_of({1, 2}) == Tensor{{3.0f, 4.0f}, {5.0f, 7.0f}}));
  CHECK((mean_of({2, 1}) == Tensor{{3.0f, 4.0f}, {5.0f, 7.0f}}));
  CHECK((mean_of({}) == Tensor(4.75f)));
}

TEST_CASE("Normalization adapts before it is moved into a model, and inside of it") {
  const Tensor data{{1, 10}, {2, 30}, {3, 50}};
  Normalization layer;
  layer.adapt(data);
  Sequential model;
  model.add(Input({2}));
  auto& added = model.add(std::move(layer));
  const Tensor y = model.predict(data);
  CHECK(y(0, 0) == Approx(-std::sqrt(1.5)));
  CHECK(y(2, 1) == Approx(std::sqrt(1.5)));
  added.adapt(data * 2.0f);
  CHECK(model.predict(data)(1, 0) == Approx(-std::sqrt(1.5)));
}

TEST_CASE("Normalization has a whole number of eight bytes among its weights") {
  Sequential model;
  model.add(Normalization({.input_shape = {2}}));
  model.add(Dense(3));
  const std::string text = summary_of(model, {.style = "keras3"});
  for (const char* line :
       {"Total params: 14 (60.00 B)", "Trainable params: 9 (36.00 B)", "Non-trainable params: 5 (24.00 B)"}) {
    CHECK_THAT(text, Catch::Matchers::Contains(line));
  }
}

TEST_CASE("Normalization comes back from JSON and from files") {
  Sequential model;
  model.add(Normalization({.axis = {1, 2}, .input_shape = {2, 3}}));
  model.add(Normalization({.mean = {1, 2, 3}, .variance = {0.5, 1, 2}, .invert = true}));
  CHECK(model_from_json(model.to_json()).to_json() == model.to_json());
  dynamic_cast<Normalization&>(model.get_layer(0)).adapt(random_tensor({9, 2, 3}));
  const Folder folder;
  const Tensor x = random_tensor({4, 2, 3}, 2);
  for (const char* name : {"model.keras", "model.h5"}) {
    model.save(folder.file(name));
    require_close(load_model(folder.file(name)).predict(x), model.predict(x), 0);
  }
}

TEST_CASE("Normalization says what is wrong") {
  const std::string first = "Layer \"normalization\" (Normalization): ";
  CHECK(error_of([] { Normalization({.mean = 3}); }) ==
        first + "mean and variance must be given together, with as many numbers, but received 1 and 0.");
  CHECK(error_of([] {
          Normalization({.mean = {1, 2}, .variance = {1, -2}});
        }) == first + "variance must not be negative, but received -2.");
  CHECK(error_of([] {
          Normalization({.axis = {}, .mean = {1, 2}, .variance = {1, 2}});
        }) == first + "mean must be one number if there is no axis, but received 2.");
  CHECK(error_of([] {
          connect(Normalization({.mean = {1, 2}, .variance = {1, 2}}), {None, 3});
        }) == first +
                  "mean has 2 numbers for an input of shape (None, 3): give one number, or one for each "
                  "place on the last of the axes.");
  CHECK(error_of([] {
          Normalization({.mean = 1, .variance = 2}).adapt(Tensor{{1, 2}});
        }) == first + "adapt() cannot replace the mean and the variance that it was given: leave them out.");
  CHECK(error_of([] { Normalization().adapt(Tensor(1.0f)); }) ==
        first + "adapt() takes an array whose first axis are the samples, but received one number.");
  CHECK(error_of([] {
          Normalization().adapt(Tensor{1, 2});
        }) == first + "axis -1 is not an axis of an input of shape (None,), or is its batch.");
  CHECK(error_of([] {
          Normalization layer;
          layer.adapt(Tensor{{1, 2}});
          layer.adapt(Tensor{{1, 2, 3}});
        }) == first +
                  "expected axis 1 of its input to be 2, as when it was built, but received shape (None, 3). "
                  "Give such inputs, or call a new layer.");
}
