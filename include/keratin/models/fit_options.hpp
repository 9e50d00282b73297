#pragma once

#include <concepts>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "keratin/callbacks/callback.hpp"
#include "keratin/data.hpp"
#include "keratin/list_of.hpp"
#include "keratin/utils/dataset.hpp"

namespace keratin {

/// The weight of each class's loss, by class number; 1 for other classes.
using ClassWeight = std::map<int, float>;

/// What fit() validates with: arrays, the caller's Dataset, or a function that returns batches.
class ValidationData {
 public:
  /// Nothing.
  ValidationData() = default;
  ValidationData(std::nullopt_t) {}

  /// Arrays, as in Keras's tuples: `{x, y}`, `{x, y, sample_weight}`.
  ValidationData(Tensor x, Tensor y, Tensor sample_weight = {});
  ValidationData(Data arrays);
  ValidationData(utils::Dataset& dataset);
  template <std::convertible_to<Generator> Function>
  ValidationData(Function function) : generator_(std::move(function)) {}

  /// Whether there is anything to validate with.
  explicit operator bool() const;

  /// Null if it is another of the three.
  [[nodiscard]] utils::Dataset* dataset() const { return dataset_; }
  [[nodiscard]] const Data* arrays() const { return arrays_.get(); }
  [[nodiscard]] const Generator& generator() const { return generator_; }

 private:
  std::shared_ptr<const Data> arrays_;
  utils::Dataset* dataset_ = nullptr;
  Generator generator_;
};

/// When fit() validates: every `n` epochs, or after the epochs of a list, counted from 1.
class ValidationFreq {
 public:
  ValidationFreq(int every) : every_(every) {}
  ValidationFreq(std::initializer_list<int> epochs);

  /// `epoch` counts from 0.
  [[nodiscard]] bool includes(int epoch) const;
  [[nodiscard]] int every() const { return every_; }

 private:
  int every_ = 1;
  std::optional<std::vector<int>> epochs_;
};

/// The named arguments of fit(), in Keras's order.
struct FitOptions {
  std::optional<int> batch_size = {};  ///< for arrays; 32, or what steps_per_epoch implies
  int epochs = 1;                      ///< the number of the last epoch, from 1
  std::optional<int> verbose =
      {};  ///< 0: silent, 1: a progress bar, 2: a line per epoch; the default depends on the output
  ListOf<callbacks::CallbackArgument> callbacks = {};
  double validation_split = 0.0;  ///< the fraction at the end of the arrays to validate with
  ValidationData validation_data = {};
  bool shuffle = true;            ///< whether each epoch shuffles the samples, or the batches of a Dataset
  ClassWeight class_weight = {};  ///< the weight of each class
  Tensor sample_weight = {};      ///< the weight of each sample or of each entry of its loss
  int initial_epoch = 0;          ///< the first epoch
  std::optional<int> steps_per_epoch = {};        ///< batches per epoch; needed for endless data
  std::optional<int> validation_steps = {};       ///< batches to validate with
  std::optional<int> validation_batch_size = {};  ///< batch_size if not given
  ValidationFreq validation_freq = 1;

  /// Of a model with several outputs, in place of sample_weight: the weights for each of them, {} for none.
  std::vector<Tensor> sample_weights = {};
};

/// The named arguments of evaluate(), in Keras's order.
struct EvaluateOptions {
  std::optional<int> batch_size = {};  ///< for arrays; 32, or what `steps` implies
  int verbose = 0;                     ///< 0: silent, 1: a progress bar, 2: a line
  Tensor sample_weight = {};           ///< the weight of each sample or of each entry of its loss
  std::optional<int> steps = {};       ///< batches; needed for endless data
  ListOf<callbacks::CallbackArgument> callbacks = {};

  /// Of a model with several outputs, in place of sample_weight: the weights for each of them, {} for none.
  std::vector<Tensor> sample_weights = {};
};

/// The named arguments of predict(), in Keras's order.
struct PredictOptions {
  std::optional<int> batch_size = {};  ///< for arrays; 32, or what `steps` implies
  int verbose = 0;                     ///< 0: silent, 1: a progress bar, 2: a line
  std::optional<int> steps = {};       ///< batches; needed for endless data
  ListOf<callbacks::CallbackArgument> callbacks = {};
};

/// The named arguments of `model(x, …)`, in Keras's order.
struct CallOptions {
  bool training = false;  ///< whether layers behave as in training
};

/// The named arguments of train_on_batch(), in Keras's order.
struct TrainOnBatchOptions {
  Tensor sample_weight = {};      ///< the weight of each sample or of each entry of its loss
  ClassWeight class_weight = {};  ///< the weight of each class; not together with sample_weight

  /// Of a model with several outputs, in place of sample_weight: the weights for each of them, {} for none.
  std::vector<Tensor> sample_weights = {};
};

/// The named arguments of test_on_batch(), in Keras's order.
struct TestOnBatchOptions {
  Tensor sample_weight = {};  ///< the weight of each sample or of each entry of its loss

  /// Of a model with several outputs, in place of sample_weight: the weights for each of them, {} for none.
  std::vector<Tensor> sample_weights = {};
};

}  // namespace keratin
