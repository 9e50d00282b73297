#pragma once

#include <keratin/keratin.hpp>
#include <string>
#include <utility>
#include <vector>

namespace keratin::benchmarks {

/// One of the first reference models, which are chains, with random weights.
inline Sequential make_model(const std::string& name, bool dropout = false) {
  using namespace layers;
  Sequential model;
  const auto leaky = [&] {
    model.add(LeakyReLU(0.2f));
    if (dropout) model.add(Dropout(0.4f));
  };
  const auto transpose = [&] {
    model.add(Conv2DTranspose(128, 4, {.strides = 2, .padding = "same"}));
    leaky();
  };
  const auto start = [&](int units, const Shape& shape) {
    model.add(Dense(units, {.input_dim = 100}));
    if (name != "gen_upsampling" && name != "gen_transpose") leaky();
    model.add(Reshape(shape));
  };
  if (name == "gen_upsampling") {
    start(3200, {5, 5, 128});
    model.add(UpSampling2D());
    model.add(Conv2D(1, 3, {.padding = "same"}));
  } else if (name == "gen_transpose") {
    start(3200, {5, 5, 128});
    model.add(Conv2DTranspose(1, 3, {.strides = 2, .padding = "same"}));
  } else if (name == "mnist_gen") {
    start(6272, {7, 7, 128});
    transpose();
    transpose();
    model.add(Conv2D(1, 7, {.padding = "same"}));
    model.add(Activation("sigmoid"));
  } else if (name == "mnist_gen_up") {
    start(6272, {7, 7, 128});
    for (int filters : {128, 64}) {
      model.add(UpSampling2D());
      model.add(Conv2D(filters, 3, {.padding = "same"}));
      leaky();
    }
    model.add(Conv2D(1, 3, {.padding = "same"}));
    model.add(Activation("sigmoid"));
  } else if (name == "cifar_gen") {
    start(4096, {4, 4, 256});
    for (int i = 0; i < 3; ++i) transpose();
    model.add(Conv2D(3, 3, {.padding = "same"}));
    model.add(Activation("tanh"));
  } else if (name == "mnist_disc") {
    model.add(Input({28, 28, 1}));
    for (int i = 0; i < 2; ++i) {
      model.add(Conv2D(64, 3, {.strides = 2, .padding = "same"}));
      leaky();
    }
    model.add(Flatten());
    model.add(Dense(1));
    model.add(Activation("sigmoid"));
  } else if (name == "conv_stack") {
    model.add(Input({32, 32, 64}));
    for (int i = 0; i < 3; ++i) {
      model.add(Conv2D(64, 3, {.padding = "same"}));
      if (i < 2) model.add(ReLU());
    }
  }
  return model;
}

/// A transposed convolution that doubles the image, or keeps its size.
inline layers::Conv2DTranspose transposed(int filters, int kernel_size, int strides,
                                          const char* activation = "linear") {
  return layers::Conv2DTranspose(filters, kernel_size,
                                 {.strides = strides, .padding = "same", .activation = activation});
}

inline Sequential dcgan64() {
  using namespace layers;
  Sequential model;
  model.add(Dense(8192, {.input_dim = 100}));
  model.add(BatchNormalization());
  model.add(ReLU());
  model.add(Reshape({4, 4, 512}));
  for (int filters : {256, 128, 64}) {
    model.add(transposed(filters, 5, 2));
    model.add(BatchNormalization());
    model.add(ReLU());
  }
  model.add(transposed(3, 5, 2, "tanh"));
  return model;
}

inline Sequential tf_dcgan() {
  using namespace layers;
  Sequential model;
  model.add(Dense(12544, {.input_dim = 100}));
  model.add(BatchNormalization());
  model.add(LeakyReLU(0.3f));
  model.add(Reshape({7, 7, 256}));
  for (const auto& [filters, strides] : {std::pair{128, 1}, {64, 2}}) {
    model.add(transposed(filters, 5, strides));
    model.add(BatchNormalization());
    model.add(LeakyReLU(0.3f));
  }
  model.add(transposed(1, 5, 2, "tanh"));
  return model;
}

inline Sequential vae_decoder() {
  using namespace layers;
  Sequential model;
  model.add(Dense(3136, {.activation = "relu", .input_dim = 2}));
  model.add(Reshape({7, 7, 64}));
  model.add(transposed(64, 3, 2, "relu"));
  model.add(transposed(32, 3, 2, "relu"));
  model.add(transposed(1, 3, 1, "sigmoid"));
  return model;
}

inline Sequential convnet() {
  using namespace layers;
  Sequential model;
  model.add(Input({28, 28, 1}));
  for (int filters : {32, 64}) {
    model.add(Conv2D(filters, 3, {.activation = "relu"}));
    model.add(MaxPooling2D());
  }
  model.add(Flatten());
  model.add(Dense(10, {.activation = "softmax"}));
  return model;
}

inline Model conditional_generator() {
  using namespace layers;
  Input latent({100}), label({1});
  KerasTensor at_label = Reshape({7, 7, 1})(Dense(49)(Embedding(10, 50)(label)));
  KerasTensor x = Reshape({7, 7, 128})(LeakyReLU(0.2)(Dense(6272)(latent)));
  x = Concatenate()({x, at_label});
  for (int i = 0; i < 2; ++i)
    x = LeakyReLU(0.2)(Conv2DTranspose(128, 4, {.strides = 2, .padding = "same"})(x));
  return Model({latent, label}, Conv2D(1, 7, {.padding = "same", .activation = "tanh"})(x));
}

inline Model unet() {
  using namespace layers;
  const auto two_convolutions = [](KerasTensor x, int filters) {
    for (int i = 0; i < 2; ++i) x = Conv2D(filters, 3, {.padding = "same", .activation = "relu"})(x);
    return x;
  };
  Input image({64, 64, 3});
  KerasTensor fine = two_convolutions(image, 32);
  KerasTensor middle = two_convolutions(MaxPooling2D()(fine), 64);
  KerasTensor x = two_convolutions(MaxPooling2D()(middle), 128);
  x = Conv2DTranspose(64, 2, {.strides = 2})(x);
  x = two_convolutions(Concatenate()({x, middle}), 64);
  x = Conv2DTranspose(32, 2, {.strides = 2})(x);
  x = two_convolutions(Concatenate()({x, fine}), 32);
  return Model(image, Conv2D(3, 1, {.activation = "sigmoid"})(x));
}

inline Model residual_super_resolution() {
  using namespace layers;
  Input image({32, 32, 3});
  KerasTensor first = Conv2D(64, 3, {.padding = "same"})(image), x = first;
  for (int block = 0; block < 16; ++block) {
    KerasTensor change = Conv2D(64, 3, {.padding = "same", .activation = "relu"})(x);
    x = Add()({x, Conv2D(64, 3, {.padding = "same"})(change)});
  }
  x = Add()({first, Conv2D(64, 3, {.padding = "same"})(x)});
  return Model(image, Conv2D(3, 3, {.padding = "same"})(UpSampling2D()(x)));
}

/// Any of the reference models.
inline Model make_any_model(const std::string& name) {
  if (name == "dcgan64") return dcgan64();
  if (name == "tf_dcgan") return tf_dcgan();
  if (name == "vae_decoder") return vae_decoder();
  if (name == "convnet") return convnet();
  if (name == "conditional_gen") return conditional_generator();
  if (name == "unet") return unet();
  if (name == "residual_sr") return residual_super_resolution();
  return make_model(name);
}

struct Workload {
  std::string name;
  int batch;
};

inline const std::vector<Workload> predict_workloads = {
    {"gen_upsampling", 1},  {"gen_upsampling", 64},  {"gen_upsampling", 256},
    {"gen_transpose", 1},   {"gen_transpose", 64},   {"gen_transpose", 256},
    {"mnist_gen", 1},       {"mnist_gen", 64},       {"mnist_gen_up", 1},
    {"mnist_gen_up", 64},   {"cifar_gen", 1},        {"cifar_gen", 32},
    {"mnist_disc", 1},      {"mnist_disc", 256},     {"conv_stack", 1},
    {"conv_stack", 16},     {"dcgan64", 1},          {"dcgan64", 16},
    {"tf_dcgan", 1},        {"tf_dcgan", 64},        {"vae_decoder", 1},
    {"vae_decoder", 128},   {"convnet", 1},          {"convnet", 128},
    {"conditional_gen", 1}, {"conditional_gen", 16}, {"unet", 1},
    {"unet", 16},           {"residual_sr", 1},      {"residual_sr", 16}};

inline const std::vector<Workload> train_workloads = {
    {"gen_upsampling", 64}, {"gen_transpose", 64}, {"mnist_gen", 32}, {"mnist_gen_up", 32},
    {"cifar_gen", 16},      {"mnist_disc", 128},   {"conv_stack", 8}, {"dcgan64", 8},
    {"tf_dcgan", 32},       {"vae_decoder", 128},  {"convnet", 128},  {"conditional_gen", 16},
    {"unet", 16},           {"residual_sr", 16}};

}  // namespace keratin::benchmarks
