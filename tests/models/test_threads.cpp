#include <string>
#include <vector>

#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/random.hpp"
#include "keratin/utils/random_seed.hpp"
#include "kernels/convolution_cases.hpp"
#include "support/catch.hpp"
#include "support/thread_count.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

/// What three steps make of a model, and what it then predicts.
struct Result {
  std::vector<Tensor> weights;
  std::vector<double> losses;
  Tensor predicted;

  bool operator==(const Result&) const = default;
};

struct Case {
  std::string name;
  void (*add_layers)(Sequential& model);
  Shape input;      ///< batch first
  int indices = 0;  ///< the input holds whole numbers below it; normal numbers if it is 0
};

Result trained(const Case& example, int threads) {
  const ThreadCount setting(threads);
  utils::set_random_seed(1);
  Sequential model;
  example.add_layers(model);
  model.add(Flatten());
  model.add(Dense(3));
  model.compile({.optimizer = "adam", .loss = "mse", .metrics = {"mae"}});
  const int batch = example.input[0];
  const Tensor x = example.indices > 0 ? Tensor(random::randint(0, example.indices, example.input))
                                       : random::randn(example.input);
  const Tensor y = random::randn({batch, 3});
  model.build(example.input.without_batch().with_batch(None));
  Result result;
  for (int step = 0; step < 3; ++step) {
    const Logs logs = model.train_on_batch(x, y);
    result.losses.insert(result.losses.end(), {logs["loss"], logs["mae"]});
  }
  result.weights = model.get_weights();
  result.predicted = model.predict(x);
  return result;
}

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {"DepthwiseConv2D",
       [](Sequential& m) {
         m.add(DepthwiseConv2D(3, {.padding = "same", .depth_multiplier = 2, .activation = "relu"}));
         m.add(DepthwiseConv2D({5, 4}, {.strides = 2, .padding = "same"}));
       },
       {7, 19, 17, 21}},
      {"DepthwiseConv2D, dilated",
       [](Sequential& m) { m.add(DepthwiseConv2D(3, {.dilation_rate = 2})); },
       {3, 23, 21, 40}},
      {"SeparableConv2D",
       [](Sequential& m) {
         m.add(SeparableConv2D(24, 3, {.padding = "same", .activation = "relu"}));
         m.add(SeparableConv2D(10, 3, {.strides = 2, .depth_multiplier = 3}));
       },
       {5, 18, 15, 13}},
      {"Conv2D by groups",
       [](Sequential& m) {
         m.add(Conv2D(32, 3, {.padding = "same", .groups = 4}));
         m.add(Conv2D(12, {2, 3}, {.strides = 2, .groups = 2}));
       },
       {6, 17, 16, 16}},
      {"Conv1D and Conv1DTranspose",
       [](Sequential& m) {
         m.add(Conv1D(24, 5, {.padding = "causal", .dilation_rate = 2, .activation = "relu"}));
         m.add(Conv1D(32, 3, {.strides = 2, .padding = "same", .groups = 4}));
         m.add(Conv1DTranspose(19, 4, {.strides = 3, .padding = "same"}));
       },
       {32, 61, 7}},
      {"Embedding",
       [](Sequential& m) {
         m.add(Embedding(50, 24));
         m.add(LayerNormalization());
         m.add(Conv1D(16, 3));
       },
       {120, 40},
       50},
      {"GroupNormalization",
       [](Sequential& m) {
         m.add(Conv2D(24, 3));
         m.add(GroupNormalization({.groups = 6}));
         m.add(Activation("gelu"));
         m.add(GroupNormalization({.groups = -1}));
       },
       {16, 21, 19, 5}},
      {"LayerNormalization and UnitNormalization",
       [](Sequential& m) {
         m.add(LayerNormalization());
         m.add(Dense(37, {.activation = "swish"}));
         m.add(LayerNormalization({.axis = {1, 2}}));
         m.add(UnitNormalization());
       },
       {160, 23, 41}},
      {"Resizing",
       [](Sequential& m) {
         m.add(Conv2D(9, 3));
         m.add(Resizing(23, 31, {.interpolation = "bicubic"}));
         m.add(Resizing(11, 9, {.interpolation = "area"}));
         m.add(Resizing(16, 14, {.interpolation = "lanczos3", .antialias = true}));
         m.add(UpSampling2D({.size = {2, 3}, .interpolation = "bilinear"}));
       },
       {16, 15, 17, 3}},
      {"Every way to convolve: Winograd, direct, shifted, transposed, after a doubling",
       [](Sequential& m) {
         m.add(Conv2D(32, 3, {.padding = "same", .activation = "relu"}));
         m.add(Conv2D(24, 5, {.strides = 2, .padding = "same"}));
         m.add(LeakyReLU(0.2));
         m.add(Conv2DTranspose(32, 4, {.strides = 2, .padding = "same"}));
         m.add(BatchNormalization());
         m.add(UpSampling2D());
         m.add(Conv2D(16, 3, {.padding = "same", .activation = "relu"}));
         m.add(MaxPooling2D());
         m.add(DepthwiseConv2D(3));
         m.add(Conv2D(2, 7, {.activation = "tanh"}));
       },
       {12, 18, 20, 16}},
      {"Small images under large kernels",
       [](Sequential& m) {
         m.add(Conv2D(512, 1, {.activation = "relu"}));
         m.add(Conv2DTranspose(96, 5, {.strides = 2, .padding = "same"}));
         m.add(Conv2D(32, 5, {.padding = "same"}));
       },
       {9, 3, 4, 70}},
      {"Conv3D and MaxPooling3D",
       [](Sequential& m) {
         m.add(Conv3D(40, 3, {.padding = "same", .activation = "relu"}));
         m.add(MaxPooling3D());
         m.add(Conv3DTranspose(8, 3, {.strides = 2, .padding = "same"}));
       },
       {3, 6, 8, 10, 5}},
      {"Channels first",
       [](Sequential& m) {
         m.add(SeparableConv2D(12, 3, {.padding = "same", .data_format = "channels_first"}));
         m.add(DepthwiseConv2D(3, {.data_format = "channels_first"}));
         m.add(GroupNormalization({.groups = 3, .axis = 1}));
       },
       {16, 6, 17, 19}},
  };
  return all;
}

}  // namespace

TEST_CASE("Training and prediction give the same bits with any number of threads, on each instruction set") {
  for_each_instruction_set([] {
    for (const Case& example : cases()) {
      INFO(example.name);
      const Result alone = trained(example, 1);
      CHECK_FALSE(alone.losses[0] == alone.losses[4]);
      for (const int threads : {2, 4}) {
        INFO(threads << " threads");
        CHECK((trained(example, threads) == alone));
      }
    }
  });
}
