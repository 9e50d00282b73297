#pragma once

#include <string>

#include "keratin/config.hpp"

namespace keratin::saving {

/// What is to be known of the optimizer of a file, where it may be of Keras before 2.11 (`optimizers.legacy`
/// since): those kept their arrays slot by slot, and computed otherwise in places.
struct OlderOptimizer {
  bool is_older = false;
  int steps_ahead = 0;        ///< of the count in the file: what the next update is numbered by
  std::string unusable = {};  ///< why today's optimizer cannot go on from its state; empty where it can
  std::string differs = {};   ///< how its next updates differ from today's all the same; empty where not
};

/// Of how a model is compiled, which Keras `version` wrote.
OlderOptimizer older_optimizer(const Config& compile_config, const std::string& version);

/// How a model is compiled, in today's words: Keras up to 2.3.1 limited with clipnorm the norm of all
/// gradients together.
Config with_todays_clipnorm(const Config& compile_config, const std::string& version);

}  // namespace keratin::saving
