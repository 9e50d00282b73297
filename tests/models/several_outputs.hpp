#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "keratin/layers.hpp"
#include "keratin/models/model.hpp"
#include "support/golden_json.hpp"
#include "support/run_layer.hpp"

/// A model with two inputs and two outputs, and its data: golden/several_outputs.py.
namespace keratin::testing {

inline Model two_headed(const CompileOptions& options) {
  using namespace layers;
  const Input left({3}, {.name = "left"}), right({2}, {.name = "right"});
  const KerasTensor x = Dense(4, {.activation = "tanh"})(Concatenate()({left, right}));
  Model model({left, right}, {Dense(1, {.activation = "sigmoid", .name = "real"})(x),
                              Dense(3, {.activation = "softmax", .name = "kind"})(x)});
  model.compile(options);
  return model;
}

inline CompileOptions both_losses() {
  return {.optimizer = optimizers::SGD({.learning_rate = 0.5}),
          .losses = {"binary_crossentropy", "sparse_categorical_crossentropy"},
          .loss_weights = {1.0, 0.5},
          .output_metrics = {{"accuracy"}, {"accuracy"}}};
}

struct Case {
  explicit Case(const std::string& name) {
    const golden::Json contents = golden::read("several_outputs.json");
    for (const golden::Json& one : contents.at("cases")) {
      if (one.at("name") == name) json = one;
    }
    data = {.inputs = golden::tensors(json.at("x")), .targets = golden::tensors(json.at("y"))};
    validation = {.inputs = golden::tensors(json.at("x_val")), .targets = golden::tensors(json.at("y_val"))};
    take_weights("sample_weight", data);
    take_weights("validation_weight", validation);
  }

  [[nodiscard]] Model model() const {
    Model made = two_headed(both_losses());
    made.set_weights(golden::tensors(json.at("start")));
    return made;
  }

  [[nodiscard]] FitOptions options() const {
    return {.batch_size = 4,
            .epochs = 3,
            .verbose = 0,
            .validation_data = validation,
            .shuffle = false,
            .sample_weight = data.sample_weight,
            .sample_weights = data.sample_weights};
  }

  golden::Json json;
  Data data, validation;

 private:
  void take_weights(const char* key, Data& of) const {
    of.sample_weights = golden::tensors(json.at(key));
    for (Tensor& weights : of.sample_weights) {
      if (weights.size() == 0) weights = Tensor();
    }
    if (of.sample_weights.size() != 1) return;
    of.sample_weight = of.sample_weights.front();
    of.sample_weights.clear();
  }
};

inline Tensor ones(const Shape& shape) { return zero_tensor(shape) + 1.0f; }

constexpr int batch_size = 4;

/// Batch number `index` of the data.
inline Data batch_of(const Data& data, int index) {
  const auto part = [index](const std::vector<Tensor>& all) {
    std::vector<Tensor> parts;
    for (const Tensor& one : all) {
      const int count = one.dimension() == 0 ? 0 : static_cast<int>(one.shape()[0]);
      const int begin = index * batch_size, end = std::min(count, begin + batch_size);
      parts.push_back(count == 0 ? Tensor() : Tensor(xt::view(one, xt::range(begin, end))));
    }
    return parts;
  };
  Data batch{.inputs = part(data.inputs),
             .targets = part(data.targets),
             .sample_weights = part(data.sample_weights)};
  batch.sample_weight = part({data.sample_weight}).front();
  return batch;
}

class Batches : public utils::Dataset {
 public:
  explicit Batches(const Data& data, const utils::DatasetOptions& options = {})
      : Dataset(options), data_(data) {}
  [[nodiscard]] std::optional<int> num_batches() const override {
    const auto samples = static_cast<int>(data_.inputs.front().shape()[0]);
    return (samples + batch_size - 1) / batch_size;
  }
  Data operator[](int index) override { return batch_of(data_, index); }

 private:
  Data data_;
};

}  // namespace keratin::testing
