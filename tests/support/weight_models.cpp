#include "support/weight_models.hpp"

#include "support/catch.hpp"
#include "support/paths.hpp"

namespace keratin::testing {

using namespace layers;

Sequential dense_model() {
  Sequential model;
  model.add(Input({4}));
  model.add(Dense(3, {.activation = "relu", .name = "first"}));
  model.add(Dropout(0.5));
  model.add(Dense(2, {.name = "second"}));
  return model;
}

Sequential conv_model() {
  Sequential model({.name = "discriminator"});
  model.add(Input({8, 8, 1}));
  model.add(Conv2D(4, 3, {.strides = 2, .padding = "same"}));
  model.add(BatchNormalization());
  model.add(LeakyReLU());
  model.add(PReLU({.shared_axes = {1, 2}}));
  model.add(Flatten());
  model.add(Dense(1, {.use_bias = false}));
  return model;
}

Sequential gan_model() {
  Sequential generator({.name = "generator"});
  generator.add(Input({5}));
  generator.add(Dense(16));
  generator.add(BatchNormalization());
  generator.add(Reshape({4, 4, 1}));
  generator.add(Conv2DTranspose(1, 4, {.strides = 2, .padding = "same"}));
  Sequential discriminator = conv_model();
  discriminator.set_trainable(false);
  Sequential gan({.name = "gan"});
  gan.add(generator);
  gan.add(discriminator);
  return gan;
}

Tensor numbered_value(int i, const Shape& shape) {
  Tensor value = empty_tensor(shape);
  for (std::size_t j = 0; j < value.size(); ++j) {
    value.data()[j] = static_cast<float>((static_cast<int>(j) * 7 + 3 * i) % 101 - 50) / 64.0f;
  }
  return value;
}

void number_weights(const Sequential& model) {
  std::vector<Tensor> values = model.get_weights();
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = numbered_value(static_cast<int>(i), shape_of(values[i]));
  }
  Sequential(model).set_weights(values);
}

void check_numbered(const Sequential& model) {
  const std::vector<Tensor> values = model.get_weights();
  for (std::size_t i = 0; i < values.size(); ++i) {
    INFO("weight number " << i);
    CHECK(values[i] == numbered_value(static_cast<int>(i), shape_of(values[i])));
  }
}

std::string weights_path(const std::string& name) { return golden_path("files/" + name); }

}  // namespace keratin::testing
