#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "keratin/tensor.hpp"

namespace keratin::testing {

/// The keyword arguments that Keras was given in a golden case: numbers (true is 1, pairs flattened) and
/// texts. An argument that was not given, or was None, is absent and its default stands.
class Arguments {
 public:
  std::map<std::string, std::vector<double>> numbers;
  std::map<std::string, std::string> texts;

  [[nodiscard]] bool has(const std::string& key) const {
    return numbers.contains(key) || texts.contains(key);
  }
  [[nodiscard]] double number(const std::string& key, double otherwise) const;
  [[nodiscard]] int integer(const std::string& key, int otherwise) const;
  [[nodiscard]] bool flag(const std::string& key, bool otherwise) const;
  /// A pair; one number counts for both, as in Keras.
  [[nodiscard]] std::array<int, 2> pair(const std::string& key, std::array<int, 2> otherwise) const;
  /// ((top, bottom), (left, right)); one number or a pair (rows, columns) counts as in Keras.
  [[nodiscard]] std::array<std::array<int, 2>, 2> sides(const std::string& key, int otherwise) const;
  /// Three numbers; one counts for all.
  [[nodiscard]] std::array<int, 3> triple(const std::string& key, int otherwise) const;
  /// ((front, back), (top, bottom), (left, right)); one number or three (depth, rows, columns) as in Keras.
  [[nodiscard]] std::array<std::array<int, 2>, 3> sides3d(const std::string& key, int otherwise) const;
  [[nodiscard]] std::vector<int> integers(const std::string& key) const;
  [[nodiscard]] std::string text(const std::string& key, const std::string& otherwise) const;
};

/// One layer on given weights: its output and the gradients of sum(y * dy) (layer_cases/).
struct LayerCase {
  std::string name;
  std::string layer;    ///< Keras's class
  Arguments arguments;  ///< of the constructor
  bool training;
  int call;  ///< which call of the layer this is, counted from 1; only matters to Dropout
  Tensor x, y, dy, dx;
  std::vector<Tensor> inputs, input_gradients;  ///< in place of x and dx if it has a list of inputs
  std::vector<std::string> weight_names;
  std::vector<Tensor> weights;      ///< in Keras's order: trainable ones first
  std::vector<Tensor> dweights;     ///< of the trainable ones
  std::vector<Tensor> state_after;  ///< the other weights after the call
};

/// One loss: its value for each sample (the last axis reduced), their mean, and its gradient (losses.json).
struct LossCase {
  std::string name;
  std::string loss;  ///< Keras's class
  Arguments arguments;
  Tensor y_true, y_pred;
  double value;
  Tensor values;
  Tensor gradient;  ///< of `value` with respect to y_pred
};

/// Ten updates of several variables by given gradients (optimizers.json).
struct OptimizerCase {
  std::string name;
  std::string optimizer;  ///< Keras's class
  Arguments arguments;
  std::vector<Tensor> start;
  std::vector<std::vector<Tensor>> gradients;  ///< [step][variable]
  std::vector<std::vector<Tensor>> weights;    ///< [step][variable], after that step
};

/// A short training by fit(shuffle=False); each model is described in training_models.py (training.json).
struct TrainingCase {
  std::string name;
  std::string model;      ///< the function of training_models.py
  std::string optimizer;  ///< Keras's class
  Arguments arguments;    ///< of the optimizer
  std::string loss;
  bool accuracy;  ///< whether metrics=["accuracy"]
  int epochs, batch_size;
  Tensor x, y, x_val, y_val;
  std::vector<Tensor> initial, final;                  ///< weights in the order of get_weights()
  Tensor prediction;                                   ///< predict(x_val) afterwards
  std::map<std::string, std::vector<double>> history;  ///< "loss", "accuracy", "val_loss", "val_accuracy"
  std::vector<double> batch_loss, batch_accuracy;  ///< of each batch by itself, as train_on_batch must return
};

/// What one round of a GAN's training used and left: all weights in the order of get_weights().
struct GanRound {
  Tensor real, fake_latent, gan_latent;
  double real_loss, fake_loss, gan_loss;
  std::vector<Tensor> discriminator, generator;
};

/// A GAN trained as Keras 2 does: its discriminator learns only in its own steps (gan.json).
struct GanCase {
  std::string name;     ///< the models are described in gan.py
  Arguments arguments;  ///< of the two Adams
  std::vector<Tensor> discriminator, generator;
  std::vector<GanRound> rounds;
};

/// Which metric "accuracy" stands for (accuracy.json).
struct AccuracyCase {
  std::string name;
  std::string loss;
  std::string metric;  ///< Keras's class
  Tensor y_true, y_pred;
  double value;
};

const std::vector<LayerCase>& layer_cases();
const std::vector<LossCase>& loss_cases();
const std::vector<OptimizerCase>& optimizer_cases();
const std::vector<TrainingCase>& training_cases();
const std::vector<GanCase>& gan_cases();
const std::vector<AccuracyCase>& accuracy_cases();

/// The cases of one Keras class, such as "Conv2D". Throws std::runtime_error if there is none.
std::vector<LayerCase> layer_cases(const std::string& layer);

/// The case of that name. Throws std::runtime_error if there is none.
const LayerCase& layer_case(const std::string& name);
const LossCase& loss_case(const std::string& name);
const OptimizerCase& optimizer_case(const std::string& name);
const TrainingCase& training_case(const std::string& name);
const GanCase& gan_case(const std::string& name);
const AccuracyCase& accuracy_case(const std::string& name);

}  // namespace keratin::testing
