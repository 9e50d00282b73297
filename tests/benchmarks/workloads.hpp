#pragma once

#include <keratin/keratin.hpp>
#include <string>
#include <utility>
#include <vector>

namespace keratin::benchmarks {

/// One of the reference models, with random weights.
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

struct Workload {
  std::string name;
  int batch;
};

inline const std::vector<Workload> predict_workloads = {
    {"gen_upsampling", 1}, {"gen_upsampling", 64}, {"gen_upsampling", 256}, {"gen_transpose", 1},
    {"gen_transpose", 64}, {"gen_transpose", 256}, {"mnist_gen", 1},        {"mnist_gen", 64},
    {"mnist_gen_up", 1},   {"mnist_gen_up", 64},   {"cifar_gen", 1},        {"cifar_gen", 32},
    {"mnist_disc", 1},     {"mnist_disc", 256},    {"conv_stack", 1},       {"conv_stack", 16}};

inline const std::vector<Workload> train_workloads = {
    {"gen_upsampling", 64}, {"gen_transpose", 64}, {"mnist_gen", 32}, {"mnist_gen_up", 32},
    {"cifar_gen", 16},      {"mnist_disc", 128},   {"conv_stack", 8}};

}  // namespace keratin::benchmarks
