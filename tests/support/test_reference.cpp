#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/golden.hpp"
#include "support/reference.hpp"

using namespace keratin;
using namespace keratin::reference;
using keratin::testing::Arguments;
using keratin::testing::layer_cases;
using keratin::testing::LayerCase;
using keratin::testing::loss_cases;
using keratin::testing::LossCase;
using keratin::testing::require_close;

namespace {

using Inputs = std::vector<Array>;  ///< x, then the weights in Keras's order
using Layer = Array (*)(const LayerCase&, const Inputs&);

Array weight(const LayerCase& one, const Inputs& inputs, const std::string& name) {
  for (std::size_t i = 0; i < one.weight_names.size(); ++i) {
    if (one.weight_names[i] == name) return inputs[i + 1];
  }
  return {};
}

Array activated(const LayerCase& one, const Array& x) {
  return activation(one.arguments.text("activation", "linear"), x);
}

Array run_dense(const LayerCase& one, const Inputs& in) {
  return activated(one, dense(in[0], in[1], weight(one, in, "bias")));
}

template <Array (*convolve)(const Array&, const Array&, const Array&, Pair, Padding, Pair)>
Array run_conv(const LayerCase& one, const Inputs& in) {
  const Arguments& arguments = one.arguments;
  return activated(one, convolve(in[0], in[1], weight(one, in, "bias"), arguments.pair("strides", {1, 1}),
                                 padding_from(arguments.text("padding", "valid")),
                                 arguments.pair("dilation_rate", {1, 1})));
}

Array run_conv2d_transpose(const LayerCase& one, const Inputs& in) {
  const Arguments& arguments = one.arguments;
  std::optional<Pair> output_padding;
  if (arguments.has("output_padding")) output_padding = arguments.pair("output_padding", {0, 0});
  return activated(one,
                   conv2d_transpose(in[0], in[1], weight(one, in, "bias"), arguments.pair("strides", {1, 1}),
                                    padding_from(arguments.text("padding", "valid")), output_padding,
                                    arguments.pair("dilation_rate", {1, 1})));
}

Array run_relu(const LayerCase& one, const Inputs& in) {
  std::optional<double> max_value;
  if (one.arguments.has("max_value")) max_value = one.arguments.number("max_value", 0);
  return relu(in[0], max_value, one.arguments.number("negative_slope", 0),
              one.arguments.number("threshold", 0));
}

Array run_up_sampling(const LayerCase& one, const Inputs& in) {
  const Pair size = one.arguments.pair("size", {2, 2});
  const bool nearest = one.arguments.text("interpolation", "nearest") == "nearest";
  return nearest ? upsample_nearest(in[0], size) : upsample_bilinear(in[0], size);
}

template <Array (*pool)(const Array&, Pair, Pair, Padding)>
Array run_pool(const LayerCase& one, const Inputs& in) {
  const Pair size = one.arguments.pair("pool_size", {2, 2});
  return pool(in[0], size, one.arguments.pair("strides", size),
              padding_from(one.arguments.text("padding", "valid")));
}

Array run_batch_norm(const LayerCase& one, const Inputs& in) {
  const int axis = one.arguments.integer("axis", -1);
  const double epsilon = one.arguments.number("epsilon", 1e-3);
  const Array gamma = weight(one, in, "gamma");
  const Array beta = weight(one, in, "beta");
  if (one.training) return batch_norm_training(in[0], gamma, beta, axis, epsilon);
  return batch_norm_inference(in[0], gamma, beta, weight(one, in, "moving_mean"),
                              weight(one, in, "moving_variance"), axis, epsilon);
}

const std::map<std::string, Layer> layers = {
    {"Activation", [](const LayerCase& one, const Inputs& in) { return activated(one, in[0]); }},
    {"AveragePooling2D", run_pool<average_pool>},
    {"BatchNormalization", run_batch_norm},
    {"Conv2D", run_conv<conv2d>},
    {"Conv2DTranspose", run_conv2d_transpose},
    {"Cropping2D", [](const LayerCase& one,
                      const Inputs& in) { return cropping(in[0], one.arguments.sides("cropping", 0)); }},
    {"Dense", run_dense},
    {"DepthwiseConv2D", run_conv<depthwise_conv2d>},
    {"ELU",
     [](const LayerCase& one, const Inputs& in) { return elu(in[0], one.arguments.number("alpha", 1)); }},
    {"GlobalAveragePooling2D",
     [](const LayerCase& one, const Inputs& in) {
       return global_average_pool(in[0], one.arguments.flag("keepdims", false));
     }},
    {"GlobalMaxPooling2D",
     [](const LayerCase& one, const Inputs& in) {
       return global_max_pool(in[0], one.arguments.flag("keepdims", false));
     }},
    {"LeakyReLU",
     [](const LayerCase& one, const Inputs& in) {
       return leaky_relu(in[0], one.arguments.number("negative_slope", 0.3));
     }},
    {"MaxPooling2D", run_pool<max_pool>},
    {"PReLU", [](const LayerCase&, const Inputs& in) { return prelu(in[0], in[1]); }},
    {"ReLU", run_relu},
    {"Softmax", [](const LayerCase& one,
                   const Inputs& in) { return softmax(in[0], one.arguments.integer("axis", -1)); }},
    {"UpSampling2D", run_up_sampling},
    {"ZeroPadding2D",
     [](const LayerCase& one, const Inputs& in) {
       return zero_padding(in[0], one.arguments.sides("padding", 1));
     }},
};

/// The loops are for channels last, and enlarge by the nearest or the bilinear way; the others have loops
/// beside their tests.
std::vector<LayerCase> cases_for_loops(const std::string& layer) {
  std::vector<LayerCase> cases = layer_cases(layer);
  std::erase_if(cases, [](const LayerCase& one) {
    const std::string interpolation = one.arguments.text("interpolation", "nearest");
    return one.arguments.text("data_format", "") == "channels_first" ||
           (interpolation != "nearest" && interpolation != "bilinear");
  });
  return cases;
}

/// Those of the losses that have loops here, along the last axis; the others have formulas beside their
/// tests.
std::vector<LossCase> loss_cases_for_loops() {
  const std::set<std::string> known = {"MeanSquaredError", "MeanAbsoluteError", "BinaryCrossentropy",
                                       "CategoricalCrossentropy", "SparseCategoricalCrossentropy"};
  std::vector<LossCase> cases = loss_cases();
  std::erase_if(cases, [&](const LossCase& one) {
    return !known.contains(one.loss) || one.arguments.has("axis") || one.arguments.has("ignore_class") ||
           one.arguments.has("reduction");
  });
  return cases;
}

/// If the slope jumps, a difference is not TensorFlow's derivative.
bool has_jumps(const std::string& name) {
  for (const char* word : {"_knots", "_ties", "_edge"}) {
    if (name.find(word) != std::string::npos) return true;
  }
  return false;
}

Array gradient(const LayerCase& one, Layer layer, const Inputs& inputs, std::size_t which) {
  const auto f = [&](const Array& moved) {
    Inputs changed = inputs;
    changed[which] = moved;
    return layer(one, changed);
  };
  return central_difference(f, inputs[which], from_tensor(one.dy));
}

Array run_loss(const LossCase& one, const Array& y_pred) {
  const Array y_true = from_tensor(one.y_true);
  const bool from_logits = one.arguments.flag("from_logits", false);
  const double smoothing = one.arguments.number("label_smoothing", 0);
  if (one.loss == "MeanSquaredError") return mean_squared_error(y_true, y_pred);
  if (one.loss == "MeanAbsoluteError") return mean_absolute_error(y_true, y_pred);
  if (one.loss == "BinaryCrossentropy") return binary_crossentropy(y_true, y_pred, from_logits, smoothing);
  if (one.loss == "CategoricalCrossentropy")
    return categorical_crossentropy(y_true, y_pred, from_logits, smoothing);
  return sparse_categorical_crossentropy(y_true, y_pred, from_logits);
}

}  // namespace

TEST_CASE("The reference loops give Keras's outputs") {
  for (const auto& [name, layer] : layers) {
    for (const LayerCase& one : cases_for_loops(name)) {
      INFO(one.name);
      Inputs inputs{from_tensor(one.x)};
      for (const Tensor& weight : one.weights) inputs.push_back(from_tensor(weight));
      require_close(to_tensor(layer(one, inputs)), one.y, 1e-6);
    }
  }
}

TEST_CASE("Differences of the reference loops give Keras's gradients") {
  for (const auto& [name, layer] : layers) {
    for (const LayerCase& one : cases_for_loops(name)) {
      if (has_jumps(one.name)) continue;
      INFO(one.name);
      Inputs inputs{from_tensor(one.x)};
      for (const Tensor& weight : one.weights) inputs.push_back(from_tensor(weight));
      require_close(to_tensor(gradient(one, layer, inputs, 0)), one.dx, 1e-6);
      for (std::size_t i = 0; i < one.dweights.size(); ++i) {
        INFO(one.weight_names[i]);
        require_close(to_tensor(gradient(one, layer, inputs, i + 1)), one.dweights[i], 1e-6);
      }
    }
  }
}

TEST_CASE("The moments of the reference give Keras's moving statistics") {
  for (const LayerCase& one : layer_cases("BatchNormalization")) {
    if (!one.training) continue;
    INFO(one.name);
    const double momentum = one.arguments.number("momentum", 0.99);
    const int axis = one.arguments.integer("axis", -1);
    const Array x = from_tensor(one.x);
    const std::size_t first = one.weights.size() - 2;
    for (std::size_t which : {0, 1}) {
      Array moving = from_tensor(one.weights[first + which]);
      const Array batch = which == 0 ? mean_along(x, axis) : variance_along(x, axis);
      for (std::size_t i = 0; i < moving.data.size(); ++i) {
        moving.data[i] = momentum * moving.data[i] + (1 - momentum) * batch.data[i];
      }
      require_close(to_tensor(moving), one.state_after[which], 1e-6);
    }
  }
}

TEST_CASE("The reference losses give Keras's values and gradients") {
  for (const LossCase& one : loss_cases_for_loops()) {
    INFO(one.name);
    const Array y_pred = from_tensor(one.y_pred);
    const Array values = run_loss(one, y_pred);
    require_close(to_tensor(values), one.values, 1e-6);
    CHECK(mean(values).data[0] == Approx(one.value).epsilon(1e-6));
    if (has_jumps(one.name)) continue;
    const auto f = [&](const Array& moved) { return mean(run_loss(one, moved)); };
    require_close(to_tensor(central_difference(f, y_pred, {{}, {1.0}})), one.gradient, 1e-5);
  }
}

TEST_CASE("Central differences of a cube are its derivative") {
  const Array x{{2, 2}, {1, -2, 0.5, 3}};
  const Array dy{{2, 2}, {1, 10, -1, 0}};
  const auto cube = [](Array a) {
    for (double& value : a.data) value = value * value * value;
    return a;
  };
  const Array gradient = central_difference(cube, x, dy);
  for (std::size_t i = 0; i < 4; ++i)
    CHECK(gradient.data[i] == Approx(3 * x.data[i] * x.data[i] * dy.data[i]).margin(1e-8));
}
