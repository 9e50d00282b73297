// Mistakes in the making of a model.
#include "mistakes/mistakes.hpp"
#include "support/capture.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("Mistakes in a program: arguments of layers") {
  check_answer("Layer \"dense\" (Dense): units must be positive, but received 0.", [] { Dense(0); });
  check_answer(
      "Unknown activation \"ReLu\": did you mean \"relu\"? Known: …. For another one give an "
      "activations::Function.",
      [] { Dense(10, {.activation = "ReLu"}); });
  check_answer(
      "Unknown activation \"leakyrelu\": did you mean \"leaky_relu\"? Known: …. For another one give an "
      "activations::Function.",
      [] { Dense(10, {.activation = "leakyrelu"}); });
  check_answer(
      "Unknown initializer \"glorot\". Known: …. For another one derive a class from "
      "initializers::Initializer.",
      [] { Dense(10, {.kernel_initializer = "glorot"}); });
  check_answer(
      "Unknown initializer \"glorot_normla\": did you mean \"glorot_normal\"? Known: …. For another one "
      "derive a class from initializers::Initializer.",
      [] { Dense(10, {.kernel_initializer = "glorot_normla"}); });
  check_answer(
      "Unknown regularizer \"L2_l1\". Known: \"l1\", \"l1_l2\", \"l2\". For another one derive a class from "
      "regularizers::Regularizer.",
      [] { Dense(10, {.kernel_regularizer = "L2_l1"}); });
  check_answer("Layer \"dropout\" (Dropout): rate must be from 0 to 1, but received 1.5.",
               [] { Dropout(1.5); });
  check_answer("Layer \"dropout\" (Dropout): rate must be from 0 to 1, but received 20.",
               [] { Dropout(20); });
  check_answer(
      "Layer \"conv2d\" (Conv2D): unknown padding \"some\": did you mean \"same\"? Known: \"valid\", "
      "\"same\".",
      [] { Conv2D(8, 3, {.padding = "some"}); });
  check_answer("Layer \"conv2d\" (Conv2D): strides must be from 1 to 32767, but received (0, 0).",
               [] { Conv2D(8, 3, {.strides = 0}); });
  check_answer(
      "Layer \"conv2d\" (Conv2D): strides (2, 2) cannot be combined with dilation_rate (2, 2): one of them "
      "must be 1.",
      [] { Conv2D(8, 3, {.strides = 2, .dilation_rate = 2}); });
  check_answer(
      "Layer \"conv2d_transpose\" (Conv2DTranspose): output_padding must be from 0 to less than the strides "
      "(2, 2), but received (2, 2).",
      [] { Conv2DTranspose(8, 3, {.strides = 2, .output_padding = 2}); });
  check_answer(
      "Layer \"up_sampling2d\" (UpSampling2D): unknown interpolation \"bilinaer\": did you mean "
      "\"bilinear\"? Known: \"nearest\", \"bilinear\", \"bicubic\", \"lanczos3\", \"lanczos5\", \"area\".",
      [] { UpSampling2D({.interpolation = "bilinaer"}); });
  check_answer(
      "Layer \"leaky_re_lu\" (LeakyReLU): negative_slope must be 0 or more and finite, but received -0.2.",
      [] { LeakyReLU(-0.2); });
  check_answer(
      "Layer \"reshape\" (Reshape): target_shape must have positive dimensions and at most one -1, but "
      "received (-1, -1).",
      [] {
        Reshape({-1, -1});
      });
  check_answer(
      "Layer \"permute\" (Permute): dims must hold each of 1, 2, … up to their number (at most 7) once, but "
      "received (0, 2, 1).",
      [] {
        Permute({0, 2, 1});
      });
  check_answer(
      "Input needs the shape of one sample, of positive dimensions or None, such as {28, 28, 1}, but "
      "received (0,).",
      [] { Input({0}); });
  check_answer(
      "Layer \"encoder/dense\" (Dense): the name must not contain \"/\", which separates the names of layers "
      "and weights in files.",
      [] { Dense(10, {.name = "encoder/dense"}); });
}

TEST_CASE("Mistakes in a program: a softmax of one unit") {
  utils::clear_session();
  const std::string text =
      capture(STDERR_FILENO, [] { Sequential({Dense(1, {.activation = "softmax", .input_shape = {4}})}); });
  CHECK(text ==
        "Warning: layer \"dense\" (Dense): softmax over an axis of size 1 gives 1 for every input. Give the "
        "layer a unit for each class, or use sigmoid.\n");
  CHECK(capture(STDERR_FILENO, [] {
          Sequential({Dense(2, {.activation = "softmax", .input_shape = {4}})});
        }).empty());
}

TEST_CASE("Mistakes in a program: layers that do not fit what comes before") {
  const auto after = [](const Shape& input, const auto& add) {
    return [=] {
      Sequential model({Input(input)});
      add(model);
    };
  };
  check_answer(
      "Layer \"conv2d\" (Conv2D): expected an input of 4 dimensions, batch included, but received shape "
      "(None, 28, 28). If the axis of the channels is missing, add it: in a first layer .input_shape = {28, "
      "28, 1}, of data x.reshape({-1, 28, 28, 1}); in front of another layer Reshape({28, 28, 1}).",
      after({28, 28}, [](Sequential& model) { model.add(Conv2D(8, 3)); }));
  check_answer(
      "Layer \"conv2d\" (Conv2D): expected an input of 4 dimensions, batch included, but received shape "
      "(None, 784). Put a Reshape before it, or another layer.",
      after({784}, [](Sequential& model) { model.add(Conv2D(8, 3)); }));
  check_answer(
      "Layer \"conv2d\" (Conv2D): expected an input of 4 dimensions, batch included, but received shape "
      "(None, None, 28, 28, 1). The shape of a sample is given without the batch.",
      after({None, 28, 28, 1}, [](Sequential& model) { model.add(Conv2D(8, 3)); }));
  check_answer(
      "Layer \"conv2d\" (Conv2D): nothing is left of an input of shape (None, 4, 4, 1): the output would "
      "have shape (None, 0, 0, 8). Use a larger input, a smaller window or crop, or padding \"same\".",
      after({4, 4, 1}, [](Sequential& model) { model.add(Conv2D(8, 5)); }));
  check_answer(
      "Layer \"conv2d\" (Conv2D): the channels of its input must be known, but received shape (None, 28, 28, "
      "None). Give the model's input a number in place of that None.",
      after({28, 28, None}, [](Sequential& model) { model.add(Conv2D(8, 3)); }));
  check_answer(
      "Layer \"conv2d\" (Conv2D): the channels of its input must be a multiple of groups 2, but received "
      "shape (None, 28, 28, 3).",
      after({28, 28, 3}, [](Sequential& model) { model.add(Conv2D(8, 3, {.groups = 2})); }));
  check_answer(
      "Layer \"max_pooling2d\" (MaxPooling2D): nothing is left of an input of shape (None, 3, 3, 1): the "
      "output would have shape (None, 0, 0, 1). Use a larger input, a smaller window or crop, or padding "
      "\"same\".",
      after({3, 3, 1}, [](Sequential& model) { model.add(MaxPooling2D(4)); }));
  check_answer(
      "Layer \"conv2d_transpose\" (Conv2DTranspose): expected an input of 4 dimensions, batch included, but "
      "received shape (None, 100). Put a Reshape before it, or another layer.",
      after({100}, [](Sequential& model) { model.add(Conv2DTranspose(8, 3)); }));
  check_answer(
      "Layer \"global_average_pooling1d\" (GlobalAveragePooling1D): expected an input of 3 dimensions, batch "
      "included, but received shape (None, 28, 28, 8). Put a Reshape before it, or another layer.",
      after({28, 28, 8}, [](Sequential& model) { model.add(GlobalAveragePooling1D()); }));
  check_answer(
      "Layer \"global_average_pooling2d\" (GlobalAveragePooling2D): expected an input of 4 dimensions, batch "
      "included, but received shape (None, 64). Put a Reshape before it, or another layer.",
      after({64}, [](Sequential& model) { model.add(GlobalAveragePooling2D()); }));
  check_answer(
      "Layer \"repeat_vector\" (RepeatVector): expected an input of 2 dimensions, batch included, but "
      "received shape (None, 28, 28, 8). Put a Reshape or Flatten before it, or another layer.",
      after({28, 28, 8}, [](Sequential& model) { model.add(RepeatVector(3)); }));
  check_answer(
      "Layer \"reshape\" (Reshape): its input of shape (None, 1568) has 1568 numbers per sample, which do "
      "not fill target_shape (7, 7, 64): give the layer before it 3136 numbers, or change target_shape.",
      after({1568}, [](Sequential& model) {
        model.add(Reshape({7, 7, 64}));
      }));
  check_answer(
      "Layer \"reshape\" (Reshape): its input of shape (None, 1568) has 1568 numbers per sample, which do "
      "not fill target_shape (-1, 64): their number must be a multiple of 64.",
      after({1568}, [](Sequential& model) {
        model.add(Reshape({-1, 64}));
      }));
  check_answer(
      "Layer \"permute\" (Permute): expected an input of 3 dimensions, batch included, but received shape "
      "(None, 8). If the axis of the channels is missing, add it: in a first layer .input_shape = {8, 1}, of "
      "data x.reshape({-1, 8, 1}); in front of another layer Reshape({8, 1}).",
      after({8}, [](Sequential& model) {
        model.add(Permute({2, 1}));
      }));
  check_answer(
      "Layer \"group_normalization\" (GroupNormalization): 6 channels, axis -1 of an input of shape (None, "
      "28, 28, 6), do not make 4 equal groups: choose groups that divide the channels, or -1 for one group "
      "per channel.",
      after({28, 28, 6}, [](Sequential& model) { model.add(GroupNormalization({.groups = 4})); }));
  check_answer(
      "Layer \"batch_normalization\" (BatchNormalization): axis 3 is not an axis of an input of shape (None, "
      "8), or is its batch. Give one from 1 to 1, or -1 for the last.",
      after({8}, [](Sequential& model) { model.add(BatchNormalization({.axis = 3})); }));
  check_answer(
      "Layer \"dense\" (Dense): the last dimension of its input must be known, but received shape (None, "
      "None). Give the model's input a number in place of that None.",
      after({None}, [](Sequential& model) { model.add(Dense(8)); }));
  check_answer(
      "Layer \"time_distributed\" (TimeDistributed): expected an input of at least 3 dimensions, batch "
      "included, but received shape (None, 8). If the axis of the channels is missing, add it: in a first "
      "layer .input_shape = {8, 1}, of data x.reshape({-1, 8, 1}); in front of another layer Reshape({8, "
      "1}).",
      after({8}, [](Sequential& model) { model.add(TimeDistributed(Dense(8))); }));
  check_answer(
      "Layer \"sequential\" (Sequential): all layers need names of their own, but there is already one "
      "called \"hidden\". Give another name, or add the layer once.",
      after({8}, [](Sequential& model) {
        model.add(Dense(8, {.name = "hidden"}));
        model.add(Dense(8, {.name = "hidden"}));
      }));
  check_answer("Layer \"sequential\" (Sequential): Input must be added before the first layer, and once.",
               after({8}, [](Sequential& model) { model.add(Input({8})); }));
  check_answer("Layer \"sequential\" (Sequential): a model cannot be added to itself.",
               after({8}, [](Sequential& model) { model.add(model); }));
}
