// Whole models give on every instruction set what plain code gives, up to rounding.
#include <algorithm>
#include <string>
#include <vector>

#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/random.hpp"
#include "keratin/utils/random_seed.hpp"
#include "kernels/convolution_cases.hpp"
#include "support/compare.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

constexpr double tolerance = 1e-5;  // of the scale

/// A model and the shape of its inputs, batch first.
struct Case {
  std::string name;
  void (*add_layers)(Sequential& model);
  Shape input;
};

const std::vector<Case> cases = {
    {"a generator",
     [](Sequential& m) {
       m.add(Dense(6 * 5 * 32));
       m.add(LeakyReLU(0.2));
       m.add(Reshape({6, 5, 32}));
       m.add(Conv2DTranspose(32, 4, {.strides = 2, .padding = "same"}));
       m.add(LeakyReLU(0.2));
       m.add(UpSampling2D());
       m.add(Conv2D(24, 3, {.padding = "same", .activation = "relu"}));
       m.add(Conv2D(1, 7, {.padding = "same", .activation = "tanh"}));
     },
     {6, 20}},
    {"a discriminator",
     [](Sequential& m) {
       m.add(Conv2D(32, 3, {.padding = "same", .activation = "relu"}));
       m.add(Conv2D(32, 3, {.strides = 2, .padding = "same"}));
       m.add(LeakyReLU(0.2));
       m.add(DepthwiseConv2D(3, {.padding = "same"}));
       m.add(SeparableConv2D(20, 3, {.activation = "gelu"}));
       m.add(AveragePooling2D(2));
       m.add(Flatten());
       m.add(Dense(3, {.activation = "sigmoid"}));
     },
     {6, 22, 20, 16}},
    {"sequences and normalizations",
     [](Sequential& m) {
       m.add(Conv1D(24, 5, {.padding = "causal", .activation = "relu"}));
       m.add(LayerNormalization());
       m.add(Conv1DTranspose(16, 4, {.strides = 2, .padding = "same"}));
       m.add(GroupNormalization({.groups = 4}));
       m.add(UpSampling1D(2));
       m.add(Conv1D(8, 3, {.activation = "swish"}));
       m.add(GlobalAveragePooling1D());
       m.add(Dense(3, {.activation = "softmax"}));
     },
     {8, 30, 7}},
};

/// What the model predicts, and its weights and what it predicts after five steps.
struct Result {
  Tensor before, after;
  std::vector<Tensor> weights;
};

Result result_of(const Case& example) {
  utils::set_random_seed(1);
  Sequential model;
  example.add_layers(model);
  model.build(example.input.without_batch().with_batch(None));
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.02, .momentum = 0.9}), .loss = "mse"});
  const Tensor x = random::randn(example.input);
  Result result;
  result.before = model.predict(x);
  const Tensor y = random::randn(shape_of(result.before));
  for (int step = 0; step < 5; ++step) model.train_on_batch(x, y);
  result.after = model.predict(x);
  result.weights = model.get_weights();
  return result;
}

}  // namespace

TEST_CASE("Models predict and train on each instruction set as plain code does") {
  const kernels::InstructionSet fastest = kernels::instruction_set();
  for (const Case& example : cases) {
    kernels::set_instruction_set(kernels::InstructionSet::plain);
    const Result plain = result_of(example);
    kernels::set_instruction_set(fastest);
    CHECK(max_difference(plain.before, plain.after) > 1e-3);
    for_each_instruction_set([&] {
      INFO(example.name);
      const Result here = result_of(example);
      CHECK(max_difference(here.before, plain.before) <= tolerance);
      CHECK(max_difference(here.after, plain.after) <= tolerance);
      for (std::size_t i = 0; i < plain.weights.size(); ++i) {
        INFO("weight " << i);
        CHECK(max_difference(here.weights[i], plain.weights[i]) <= tolerance);
      }
    });
  }
}
