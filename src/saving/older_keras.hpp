#pragma once

#include <string>

#include "models/model_layer.hpp"

namespace keratin::saving {

/// Whether it is a version of the package keras before that became tf.keras; TensorFlow 1's was "2.2.4-tf".
bool is_standalone(const std::string& version);

/// A model that Keras `version` ("2.15.0", empty if it is not known) wrote, in the words of today: before
/// Keras 3, hard_sigmoid was keras2_hard_sigmoid.
Config in_todays_words(Config model, const std::string& version);

/// The config of a model in the form that both Keras 2 and Keras 3 read: with Keras 2's names of arguments,
/// and without those that it lacks if they say nothing new. Throws ValueError for hard_sigmoid, which
/// Keras 2 would take for keras2_hard_sigmoid.
Config keras2_config(const Config& model);

/// Throws ValueError for a model that Keras 3 cannot compute: one with keras2_hard_sigmoid, or whose calls
/// have an argument `training`, which Keras 3 does not take into predict() or fit(). `config` is the model's.
void require_keras3(const ModelLayer& model, const Config& config);

/// What is to be known of the optimizer of a file, if it may be of Keras before 2.11 (`optimizers.legacy`
/// since): those kept their arrays slot by slot, and computed otherwise in places.
struct OlderOptimizer {
  bool is_older = false;
  int steps_ahead = 0;        ///< of the count in the file: what the next update is numbered by
  std::string unusable = {};  ///< why today's optimizer cannot go on from its state; empty if it can
  std::string differs = {};   ///< how its next updates differ from today's all the same; empty if they do not
};

/// Of how a model is compiled, which Keras `version` wrote.
OlderOptimizer older_optimizer(const Config& compile_config, const std::string& version);

/// How a model is compiled, in today's words: Keras up to 2.3.1 limited with clipnorm the norm of all
/// gradients together.
Config with_todays_clipnorm(const Config& compile_config, const std::string& version);

}  // namespace keratin::saving
