#pragma once

#include <concepts>
#include <initializer_list>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "keratin/callbacks/callback.hpp"
#include "keratin/data.hpp"
#include "keratin/utils/dataset.hpp"

namespace keratin {

/// How much the loss of each class counts, by number; 1 for a class that is not there.
using ClassWeight = std::map<int, float>;

/// What fit() validates with: arrays, a Dataset of the caller's, or a function that gives batches.
class ValidationData {
 public:
  ValidationData(Data arrays) : arrays_(std::move(arrays)) {}
  ValidationData(utils::Dataset& dataset) : dataset_(&dataset) {}
  template <std::convertible_to<Generator> Function>
  ValidationData(Function function) : generator_(std::move(function)) {}

  /// Null, where it is not this of the three.
  [[nodiscard]] utils::Dataset* dataset() const { return dataset_; }
  [[nodiscard]] const Data* arrays() const { return arrays_ ? &*arrays_ : nullptr; }
  [[nodiscard]] const Generator& generator() const { return generator_; }

 private:
  std::optional<Data> arrays_;
  utils::Dataset* dataset_ = nullptr;
  Generator generator_;
};

/// When fit() validates: every `n` epochs, or after the epochs of a list, counted from 1.
class ValidationFreq {
 public:
  ValidationFreq(int every) : every_(every) {}
  ValidationFreq(std::initializer_list<int> epochs) : epochs_(epochs) {}

  /// Epochs count from 0 here.
  [[nodiscard]] bool includes(int epoch) const;
  [[nodiscard]] int every() const { return every_; }

 private:
  int every_ = 1;
  std::optional<std::vector<int>> epochs_;
};

/// The named arguments of fit(), in Keras's order.
struct FitOptions {
  std::optional<int> batch_size = {};  ///< of arrays; 32, or what steps_per_epoch asks for
  int epochs = 1;                      ///< the epoch to end with, counted from 1
  std::optional<int> verbose =
      {};  ///< 0: silent, 1: a progress bar, 2: a line an epoch; by default what fits
  std::vector<callbacks::CallbackArgument> callbacks = {};
  double validation_split = 0.0;  ///< the share at the arrays' end that is kept for validation
  std::optional<ValidationData> validation_data = {};
  bool shuffle = true;  ///< whether each epoch takes samples, or batches of a Dataset, in another order
  ClassWeight class_weight = {};                  ///< how much each class counts
  Tensor sample_weight = {};                      ///< how much each sample counts, or each entry of its loss
  int initial_epoch = 0;                          ///< the epoch to begin with
  std::optional<int> steps_per_epoch = {};        ///< batches of an epoch; needed for data without an end
  std::optional<int> validation_steps = {};       ///< batches to validate with
  std::optional<int> validation_batch_size = {};  ///< batch_size where not given
  ValidationFreq validation_freq = 1;
};

/// The named arguments of evaluate(), in Keras's order.
struct EvaluateOptions {
  std::optional<int> batch_size = {};  ///< of arrays; 32, or what `steps` asks for
  int verbose = 0;                     ///< 0: silent, 1: a progress bar, 2: a line
  Tensor sample_weight = {};           ///< how much each sample counts, or each entry of its loss
  std::optional<int> steps = {};       ///< batches; needed for data without an end
  std::vector<callbacks::CallbackArgument> callbacks = {};
};

/// The named arguments of predict(), in Keras's order.
struct PredictOptions {
  std::optional<int> batch_size = {};  ///< of arrays; 32, or what `steps` asks for
  int verbose = 0;                     ///< 0: silent, 1: a progress bar, 2: a line
  std::optional<int> steps = {};       ///< batches; needed for data without an end
  std::vector<callbacks::CallbackArgument> callbacks = {};
};

/// The named arguments of `model(x, …)`, in Keras's order.
struct CallOptions {
  bool training = false;  ///< whether layers behave as in training
};

/// The named arguments of train_on_batch(), in Keras's order.
struct TrainOnBatchOptions {
  Tensor sample_weight = {};      ///< how much each sample counts, or each entry of its loss
  ClassWeight class_weight = {};  ///< the same by the samples' classes; not together with sample_weight
};

/// The named arguments of test_on_batch(), in Keras's order.
struct TestOnBatchOptions {
  Tensor sample_weight = {};  ///< how much each sample counts, or each entry of its loss
};

}  // namespace keratin
