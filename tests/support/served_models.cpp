#include "support/served_models.hpp"

#include "keratin/layers.hpp"
#include "keratin/utils/random_seed.hpp"

namespace keratin::testing {

using namespace layers;

Sequential small_generator() {
  utils::set_random_seed(1);
  return Sequential(
      {Input({6}), Dense(2 * 2 * 8, {.name = "seed"}), LeakyReLU(0.2f, {.name = "leaky"}),
       Reshape({2, 2, 8}, {.name = "maps"}),
       Conv2DTranspose(8, 4, {.strides = 2, .padding = "same", .activation = "relu", .name = "double"}),
       Conv2DTranspose(1, 4, {.strides = 2, .padding = "same", .activation = "tanh", .name = "image"})},
      {.name = "small_generator"});
}

Model conditional_generator() {
  utils::set_random_seed(2);
  const Input point({6}, {.name = "point"}), label({1}, {.name = "label"});
  const KerasTensor known = Flatten()(Embedding(3, 5)(label));
  const KerasTensor joined = Concatenate()({point, known});
  const KerasTensor image = Reshape({8, 8, 1})(Dense(64, {.activation = "sigmoid"})(joined));
  return Model({point, label}, image, {.name = "conditional"});
}

Sequential image_doubler(const Shape& in) {
  utils::set_random_seed(3);
  return Sequential({Input(in), Conv2D(4, 3, {.padding = "same", .activation = "relu"}), UpSampling2D(),
                     Conv2D(in.back(), 3, {.padding = "same", .activation = "sigmoid"})});
}

Sequential small_classifier() {
  utils::set_random_seed(4);
  return Sequential({Input({8, 8, 1}), Conv2D(4, 3, {.activation = "relu", .name = "maps"}), Flatten(),
                     Dense(4, {.activation = "softmax"})});
}

Sequential small_discriminator() {
  utils::set_random_seed(5);
  return Sequential(
      {Input({8, 8, 3}), Conv2D(4, 3, {.strides = 2}), Flatten(), Dense(1), Activation("sigmoid")});
}

Model two_outputs() {
  utils::set_random_seed(6);
  const Input x({3});
  return Model(x, {Dense(2, {.name = "left"})(x), Dense(1, {.name = "right"})(x)});
}

ModelServer serve_on_free_port(const Model& model, ServeOptions options) {
  options.port = 0;
  return serve(model, options);
}

}  // namespace keratin::testing
