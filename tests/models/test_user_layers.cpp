// Layers of a user's class, whatever that is called, are not taken for Keratin's.
#include "keratin/models/load_model.hpp"
#include "keratin/models/register_layer.hpp"
#include "keratin/saving/model_to_cpp.hpp"
#include "layers/known_layers.hpp"
#include "models/summary_models.hpp"
#include "support/catch.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;
using Catch::Matchers::Contains;

namespace {

/// A layer whose class is called as it is told, with the arguments and the kernel of a convolution but no
/// padding.
class Gated : public Layer {
 public:
  explicit Gated(const std::string& class_name) : Layer(class_name, LayerOptions{{}, "gated"}) {}
  Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  void build(const Shape& input_shape) override {
    add_weight("kernel", {3, 3, input_shape.back(), input_shape.back()}, "zeros");
  }
  View forward(View x, Tape&) const override { return x; }
  View backward(View dy, Tape&) const override { return dy; }
  Config get_config() const override {
    Config config = Layer::get_config();
    config.set("kernel_size", 3);
    config.set("gates", 2);
    return config;
  }
};

/// A convolution that does something else to its input.
class Own : public Conv2D {
 public:
  using Conv2D::Conv2D;
};

template <class L>
Sequential with(L&& layer) {
  Sequential model;
  model.add(Conv2D(2, 3, {.padding = "same", .input_shape = {6, 6, 2}, .name = "first"}));
  model.add(std::forward<L>(layer));
  model.add(Conv2D(1, 3, {.use_bias = false, .name = "last"}));
  return model;
}

std::string padded(std::string text, std::size_t width) {
  text.resize(width, ' ');
  return text;
}

constexpr const char* names[] = {
    "GatedConv2D", "Conv2D",       "Conv2DTranspose", "UpSampling2D",    "ZeroPadding2D", "MyPooling2D",
    "Cropping1D",  "MaxPooling2D", "Embedding",       "SeparableConv2D", "Dense"};

}  // namespace

TEST_CASE("summary() guesses nothing of a user's layer from its class's name") {
  for (const std::string name : names) {
    INFO(name);
    CHECK(end_of_summary(with(Gated(name)), "gated", {.style = "explain"}) ==
          padded("gated (" + name + ")", 40) + padded("(None, 6, 6, 2)", 28) + padded("36", 12) + R"(
    parameters       3·3·2·2 = 36
    kernel           (3, 3, 2, 2)
________________________________________________________________________________
last (Conv2D)                           (None, 4, 4, 1)             18          
    parameters       3·3·2·1 = 18
    kernel           (3, 3, 2, 1)  rows, columns, input channels, filters
    output           each filter makes one map: at every place it sums 3·3
                     pixels in 2 channels, each times a weight
    size             rows and columns: 6 − 3 + 1 = 4
    multiply-adds    288
================================================================================
Total params: 92
Trainable params: 92
Non-trainable params: 0
Multiply-adds for one sample: 1,584
Outputs of all layers for a batch of 32: 20,480 bytes
________________________________________________________________________________
)");
  }
}

TEST_CASE("A layer is known by its C++ class") {
  CHECK(known_layer(Conv2D(1, 3)) != nullptr);
  CHECK(known_layer(Dropout(0.5)) != nullptr);
  CHECK(known_layer(Own(1, 3)) == nullptr);
  for (const std::string name : names) CHECK(known_layer(Gated(name)) == nullptr);
  CHECK(end_of_summary(with(Own(2, 3, {.padding = "same", .name = "own"})), "own (Conv2D)",
                       {.style = "explain"})
            .find("filters") > 200);  // those of the last layer
}

TEST_CASE("A user's layer is saved under its own name and is not written as C++ of Keratin's class") {
  for (const std::string name : names) {
    INFO(name);
    const Sequential model = with(Gated(name));
    CHECK_THAT(model.to_json(), Contains("\"registered_name\":\"" + name + "\""));
    CHECK_THROWS_WITH(utils::model_to_cpp(model), Contains("is your own"));
  }
  CHECK_THAT(with(Dropout(0.5)).to_json(),
             Contains("\"class_name\":\"Dropout\"") && !Contains("\"registered_name\":\""));
}

TEST_CASE("A user's class that is called as one of Keratin's takes its place when it is registered") {
  const Sequential model = with(Gated("SpatialDropout2D"));
  CHECK_THROWS_WITH(model_from_json(model.to_json()),
                    Contains("it is of a class of your own, not Keras's SpatialDropout2D"));
  register_layer("SpatialDropout2D",
                 [](const Config&) { return std::make_shared<Gated>("SpatialDropout2D"); });
  CHECK(model_from_json(model.to_json()).count_params() == model.count_params());
  register_layer("SpatialDropout2D", SpatialDropout2D::from_config);  // for the tests after this one
}
