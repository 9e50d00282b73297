#include "keratin/layers.hpp"
#include "support/onnx_models.hpp"

namespace keratin::testing {

using namespace layers;

namespace {

void add_dense(OnnxFamily family) {
  family.add({6}, Dense(4));
  family.add({6}, Dense(4, {.activation = "relu", .use_bias = false}), Dense(3, {.activation = "softmax"}));
  family.add({5, 6}, Dense(4));
  family.add({5, 4, 3}, Conv2D(6, 2), Dense(4, {.activation = "sigmoid"}), Conv2D(2, 2));
  family.add({None, 6}, Dense(4, {.use_bias = false}));
  family.add_indexed(10, {7}, Embedding(10, 4));
  family.add_indexed(10, {7, 2}, Embedding(10, 4), Permute({3, 1, 2}));
  family.add_indexed(10, {None}, Embedding(10, 4), Conv1D(3, 2), GlobalMaxPooling1D());
}

void add_normalization(OnnxFamily family) {
  family.add({6}, BatchNormalization());
  family.add({5, 4, 3}, BatchNormalization(), Conv2D(4, 2),
             BatchNormalization({.epsilon = 1e-5, .scale = false}));
  family.add({5, 4, 3}, BatchNormalization({.axis = 1, .center = false}));
  family.add({5, 3}, BatchNormalization());
  family.add({6}, LayerNormalization());
  family.add({5, 4, 3}, Conv2D(4, 2), LayerNormalization({.epsilon = 1e-5}));
  family.add({5, 4, 3}, LayerNormalization({.axis = {1, 3}}));
  family.add({5, 4, 3}, LayerNormalization({.axis = {-1, 1}, .center = false}));
  family.add({5, 4, 3}, LayerNormalization({.axis = {1, 2, 3}, .scale = false}));
  family.add({5, 4, 6}, GroupNormalization(3));
  family.add({5, 4, 6}, Conv2D(6, 2), GroupNormalization({.groups = 2, .center = false}), Conv2D(3, 2));
  family.add({5, 4, 6}, GroupNormalization({.groups = 5, .axis = 1}));
  family.add({8}, GroupNormalization({.groups = 2, .scale = false}));
  family.add({5, 6}, GroupNormalization(-1));
  family.add({5, 4, 3}, Conv2D(4, 2), UnitNormalization());
  family.add({5, 4, 3}, UnitNormalization({.axis = {1, 2}}), ReLU({.threshold = 0.1}), UnitNormalization());
  family.add({5, 4, 3}, Rescaling(1.0 / 255, {.offset = -1.0}));
  family.add({5, 4, 3}, Conv2D(3, 2), Rescaling({0.5, 2, 3}, {.offset = {1, 2, 3}}), Conv2D(3, 2));
}

void add_activations(OnnxFamily family) {
  for (const char* name : {"celu",        "elu",
                           "exponential", "gelu",
                           "hard_shrink", "hard_sigmoid",
                           "hard_silu",   "hard_swish",
                           "hard_tanh",   "leaky_relu",
                           "linear",      "log_sigmoid",
                           "log_softmax", "mish",
                           "relu",        "relu6",
                           "selu",        "sigmoid",
                           "silu",        "soft_shrink",
                           "softmax",     "softplus",
                           "softsign",    "sparse_plus",
                           "sparsemax",   "squareplus",
                           "swish",       "tanh",
                           "tanh_shrink", "sparse_sigmoid",
                           "glu",         "keras2_hard_sigmoid"}) {
    family.add({5, 12}, Rescaling(3.0), Activation(name));
  }
  for (const char* name : {"softmax", "log_softmax", "sparsemax", "glu"})
    family.add({5, 4, 3}, Conv2D(4, 2), Activation(name), Conv2D(2, 2));
  family.add({9}, ELU(0.7));
  family.add({9}, LeakyReLU(0.2));
  family.add({9}, PReLU());
  family.add({5, 4, 3}, Conv2D(4, 2), PReLU(), Conv2D(4, 2), PReLU({.shared_axes = {1, 2}}),
             PReLU({.shared_axes = {3}}));
  family.add({9}, ReLU());
  family.add({9}, ReLU(1.5));
  family.add({9}, ReLU({.negative_slope = 0.3}));
  family.add({9}, ReLU({.max_value = 2.0, .negative_slope = 0.3, .threshold = 1.0}));
  family.add({9}, ReLU({.threshold = 1.0}));
  family.add({9}, ReLU({.max_value = 1.0, .negative_slope = 0.5}));
  family.add({5, 4, 3}, Conv2D(4, 2), Softmax());
  family.add({5, 4, 3}, Conv2D(4, 2), Softmax(1));
  family.add({5, 4}, Softmax(-2));
  family.add({5, 4, 3}, AlphaDropout(0.1), Dropout(0.2), GaussianDropout(0.3), GaussianNoise(0.4),
             SpatialDropout2D(0.5), Identity());
  family.add({5, 4}, SpatialDropout1D(0.5), Normalization());
  family.add({5, 4, 3}, Conv2D(4, 2), Normalization({.axis = {1, 3}}), Conv2D(2, 2));
  family.add({5, 4}, Normalization({.axis = {}, .invert = true}));
  family.add({5, 4}, Normalization({.axis = {1, 2}, .mean = {1, 2, 3, 4}, .variance = {1, 2, 0.5, 4}}));
  family.add({5, 4}, Normalization({.mean = 3, .variance = 0.5, .invert = true}));
}

Sequential generator() {
  Sequential model({.name = "generator"});
  model.add(Input({10}));
  model.add(Dense(2 * 2 * 8, {.name = "start"}));
  model.add(BatchNormalization());
  model.add(LeakyReLU(0.2));
  model.add(Reshape({2, 2, 8}));
  model.add(Conv2DTranspose(6, 4, {.strides = 2, .padding = "same"}));
  model.add(BatchNormalization());
  model.add(LeakyReLU(0.2));
  model.add(UpSampling2D());
  model.add(Conv2D(1, 5, {.padding = "same", .activation = "tanh", .name = "end"}));
  return model;
}

Sequential discriminator() {
  Sequential model({.name = "discriminator"});
  model.add(Input({8, 8, 1}));
  model.add(Conv2D(4, 3, {.strides = 2, .padding = "same"}));
  model.add(LeakyReLU(0.2));
  model.add(Dropout(0.4));
  model.add(MaxPooling2D());
  model.add(Flatten());
  model.add(Dense(1, {.activation = "sigmoid", .name = "end"}));
  return model;
}

void add_whole(OnnxFamily family) {
  family.add({10}, generator());
  family.add({10}, generator(), discriminator());
  family.add({8, 8, 1}, Dropout(0.5), discriminator(), Dense(3), Dropout(0.1));
}

}  // namespace

void add_onnx_others(std::vector<OnnxCase>& cases) {
  add_dense({"dense", cases});
  add_normalization({"normalization", cases});
  add_activations({"activation", cases});
  add_whole({"whole", cases});
}

}  // namespace keratin::testing
