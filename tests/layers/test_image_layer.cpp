// Layers on images whose channels come first, against the same layers on the same images with the
// channels last.
#include <algorithm>

#include "keratin/layers.hpp"
#include "keratin/layers/image_layer.hpp"
#include "keratin/models/sequential.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

using MakeInFormat = std::function<std::shared_ptr<Layer>(const std::string& data_format)>;

template <class Class, class Options>
MakeInFormat make(const Options& options) {
  return [=](const std::string& data_format) {
    Options in_format = options;
    in_format.data_format = data_format;
    return std::make_shared<Class>(in_format);
  };
}

std::vector<MakeInFormat> image_layers() {
  return {
      [](const std::string& format) {
        return std::make_shared<Conv2D>(
            5, Size2D{3, 2}, Conv2DOptions{.padding = "same", .data_format = format, .activation = "relu"});
      },
      [](const std::string& format) {
        return std::make_shared<DepthwiseConv2D>(
            Size2D{3, 2},
            DepthwiseConv2DOptions{.strides = {1, 2}, .depth_multiplier = 2, .data_format = format});
      },
      [](const std::string& format) {
        return std::make_shared<SeparableConv2D>(
            4, 3, SeparableConv2DOptions{.padding = "same", .data_format = format, .activation = "relu"});
      },
      [](const std::string& format) {
        return std::make_shared<Conv2DTranspose>(
            4, 3, Conv2DTransposeOptions{.strides = {2, 3}, .data_format = format, .activation = "tanh"});
      },
      [](const std::string& format) {
        return std::make_shared<AveragePooling2D>(2, AveragePooling2DOptions{.data_format = format});
      },
      make<MaxPooling2D>(MaxPooling2DOptions{.pool_size = {3, 2}, .strides = 1, .padding = "same"}),
      make<UpSampling2D>(UpSampling2DOptions{.size = {2, 3}}),
      make<UpSampling2D>(UpSampling2DOptions{.interpolation = "bilinear"}),
      make<GlobalMaxPooling2D>(GlobalMaxPooling2DOptions{}),
      make<GlobalMaxPooling2D>(GlobalMaxPooling2DOptions{.keepdims = true}),
      make<GlobalAveragePooling2D>(GlobalAveragePooling2DOptions{.keepdims = true}),
      make<ZeroPadding2D>(ZeroPadding2DOptions{.padding = {{1, 2}, {0, 3}}}),
      make<Cropping2D>(Cropping2DOptions{.cropping = {{1, 0}, {0, 2}}}),
  };
}

/// (batch, rows, columns, channels) as (batch, channels, rows, columns); a matrix as it is.
Tensor channels_first(const Tensor& x) {
  if (x.dimension() != 4) return x;
  return xt::transpose(x, {0, 3, 1, 2});
}

void require_same(const Tensor& a, const Tensor& b) { require_close(a, b, 0); }

std::string first(const char* layer) { return std::string("Layer \"") + layer + "\" "; }

}  // namespace

TEST_CASE("Layers with the channels first give what they give with the channels last") {
  for (const Shape& shape : {Shape{2, 5, 6, 3}, Shape{3, 4, 5, 1}, Shape{1, 37, 23, 19}}) {
    for (const MakeInFormat& make_layer : image_layers()) {
      const auto last = make_layer("channels_last"), first = make_layer("channels_first");
      INFO(last->class_name() << " of " << to_string(shape));
      const Tensor x = random_tensor(shape), x_first = channels_first(x);
      const Tensor dy = random_tensor(connect(*last, shape), 2);
      connect(*first, shape_of(x_first));
      first->set_weights(last->get_weights());
      const Step of_last = train(*last, x, dy), of_first = train(*first, x_first, channels_first(dy));
      require_same(of_first.y, channels_first(of_last.y));
      require_same(of_first.dx, channels_first(of_last.dx));
      for (std::size_t i = 0; i < of_last.dweights.size(); ++i)
        require_same(of_first.dweights[i], of_last.dweights[i]);
      CHECK(first->multiply_adds(shape_of(x_first)) == last->multiply_adds(shape));
    }
  }
}

// Keras 3.15 on TensorFlow 2.21 adds it to the columns there: findings/keras_add_column_to_square.sh.
TEST_CASE("A bias is the channels' where an image has as many columns as filters") {
  for (const int columns : {2, 5}) {
    Conv2D layer(2, 1, {.data_format = "channels_first"});
    connect(layer, {1, 1, 4, columns});
    layer.set_weights({xt::zeros<float>({1, 1, 1, 2}), Tensor({1.0f, 2.0f})});
    const Tensor y = infer(layer, xt::zeros<float>({1, 1, 4, columns}));
    for (std::size_t channel = 0; channel < 2; ++channel) {
      const Tensor numbers = xt::view(y, 0, channel);
      CHECK(numbers == xt::full_like(numbers, static_cast<float>(channel + 1)));
    }
  }
}

TEST_CASE("Layers with the channels first are layers") {
  for (const MakeInFormat& make_layer : image_layers()) {
    const auto layer = make_layer("channels_first");
    INFO(layer->class_name());
    Expected expected{.output_shape = connect(*layer, {2, 3, 5, 6}), .refused_inputs = {{2, 3, 5}}};
    for (const Weight* weight : layer->weights()) expected.weights.push_back(weight->shape());
    check_layer([&] { return make_layer("channels_first"); }, {2, 3, 5, 6}, expected);
  }
}

TEST_CASE("Layers with the channels first say shapes in their user's order") {
  const Shape open{None, 3, None, 8};
  CHECK(Conv2D(7, 3, {.data_format = "CHANNELS_FIRST"}).compute_output_shape(open) ==
        Shape{None, 7, None, 6});
  CHECK(UpSampling2D({.size = {2, 3}, .data_format = "channels_first"}).compute_output_shape(open) ==
        Shape{None, 3, None, 24});
  CHECK(GlobalMaxPooling2D({.data_format = "channels_first"}).compute_output_shape(open) == Shape{None, 3});
  CHECK(Flatten({.data_format = "channels_first"}).compute_output_shape({None, 3, 4, 5}) == Shape{None, 60});
  CHECK(error_of([] {
          connect(Conv2D(1, 3, {.data_format = "channels_first"}), {None, 2, 2, 5});
        }) ==
        first("conv2d") +
            "(Conv2D): nothing is left of an input of shape (None, 2, 2, 5): the output would have shape "
            "(None, 1, 0, 3). Use a larger input, a smaller window or crop, or padding \"same\".");
  CHECK(error_of([] {
          connect(Conv2DTranspose(1, 3, {.data_format = "channels_first"}), {None, None, 5, 5});
        }) == first("conv2d_transpose") +
                  "(Conv2DTranspose): the channels of its input must be known, but received shape (None, "
                  "None, 5, 5). Give the model's input a number in place of that None.");
  CHECK(
      error_of([] {
        connect(connected(Conv2D(1, 3, {.data_format = "channels_first"}), {None, 2, 5, 5}), {None, 3, 5, 5});
      }) == first("conv2d") +
                "(Conv2D): expected axis 1 of its input to be 2, as when it was built, but received shape "
                "(None, 3, 5, 5). Give such inputs, or call a new layer.");
}

TEST_CASE("Models run channels_first layers beside others as each by itself") {
  Sequential model;
  model.add(UpSampling2D({.data_format = "channels_first", .input_shape = {3, 4, 5}}));
  model.add(Conv2D(4, 3, {.padding = "same", .data_format = "channels_first", .activation = "relu"}));
  model.add(BatchNormalization());
  model.add(ReLU());
  model.add(UpSampling2D());
  model.add(Conv2DTranspose(8, 3, {.strides = 2, .data_format = "channels_first"}));
  model.add(BatchNormalization({.axis = 1}));
  model.add(UpSampling2D({.data_format = "channels_first"}));
  model.add(Conv2D(2, 3, {.padding = "same"}));
  std::vector<Tensor> weights;
  for (const Tensor& weight : model.get_weights())
    weights.push_back(xt::abs(random_tensor(shape_of(weight), static_cast<unsigned>(weights.size()))) + 0.5f);
  model.set_weights(weights);
  const Tensor x = random_tensor({2, 3, 4, 5});
  Tensor y = x;
  for (const auto& layer : model.layers()) y = infer(*layer, y);
  require_close(model.predict(x), y, 2e-6);
}

TEST_CASE("Layers on images refuse data formats that they do not know") {
  for (const MakeInFormat& make_layer : image_layers()) {
    CHECK(error_of([&] {
            make_layer("channels");
          }).find("unknown data_format \"channels\". Known: \"channels_last\", \"channels_first\".") !=
          std::string::npos);
  }
  CHECK(error_of([] { Flatten({.data_format = "first"}); }) ==
        first("flatten") +
            "(Flatten): unknown data_format \"first\". Known: \"channels_last\", \"channels_first\".");
}
