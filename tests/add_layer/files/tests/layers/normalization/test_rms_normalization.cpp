#include <cmath>

#include "keratin/layers/normalization/rms_normalization.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/saving/model_to_cpp.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

reference::Array rms_normalized(const reference::Array& x, const reference::Array& scale, double epsilon) {
  reference::Array y = x;
  const std::size_t units = scale.data.size();
  for (std::size_t row = 0; row < x.data.size(); row += units) {
    double squares = 0;
    for (std::size_t i = 0; i < units; ++i) squares += x.data[row + i] * x.data[row + i];
    const double factor = 1 / std::sqrt(squares / static_cast<double>(units) + epsilon);
    for (std::size_t i = 0; i < units; ++i) y.data[row + i] = x.data[row + i] * factor * scale.data[i];
  }
  return y;
}

}  // namespace

TEST_CASE("RMSNormalization is a layer") {
  check_layer([] { return std::make_shared<RMSNormalization>(RMSNormalizationOptions{.input_shape = {3}}); },
              {5, 3}, {.output_shape = {5, 3}, .weights = {{3}}, .refused_inputs = {{5}}});
}

TEST_CASE("RMSNormalization computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("RMSNormalization")) {
    RMSNormalization layer({.epsilon = golden.arguments.number("epsilon", 1e-6)});
    check_golden(layer, golden);
  }
}

TEST_CASE("RMSNormalization and its gradient equal the double loop") {
  for (const Shape& shape : {Shape{1, 1}, Shape{4, 3}, Shape{2, 3, 4, 5}, Shape{2, 37}, Shape{40, 2}}) {
    for (const double epsilon : {1e-6, 0.5}) {
      RMSNormalization layer({.epsilon = epsilon});
      check_reference(layer, shape, [&](const reference::Array& x, const auto& weights) {
        return rms_normalized(x, weights[0], epsilon);
      });
    }
  }
}

TEST_CASE("RMSNormalization goes through files and into C++") {
  Sequential model;
  model.add(RMSNormalization({.epsilon = 0.5, .input_shape = {3}}));
  CHECK(model_from_json(model.to_json()).get_config() == model.get_config());
  CHECK(utils::model_to_cpp(model).find("RMSNormalization({.epsilon = 0.5") != std::string::npos);
}

TEST_CASE("RMSNormalization says what is wrong") {
  CHECK(error_of([] { RMSNormalization({.epsilon = 0.0}); }) ==
        "Layer \"rms_normalization\" (RMSNormalization): epsilon must be positive, but received 0.");
  CHECK(error_of([] {
          connect(RMSNormalization(), {2, None});
        }) ==
        "Layer \"rms_normalization\" (RMSNormalization): the last axis of its input must be known, but "
        "received shape (2, None).");
}
