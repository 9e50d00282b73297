#pragma once

#include <optional>

#include "keratin/tape.hpp"

namespace keratin {

/// While it lives, the layers that this thread runs behave as in training, or as in inference, whatever the
/// pass is: Keras 2's argument `training` of a layer's call. With nothing all stays as it was.
class CallBehavior {
 public:
  explicit CallBehavior(std::optional<bool> training);
  ~CallBehavior();
  CallBehavior(const CallBehavior&) = delete;
  CallBehavior& operator=(const CallBehavior&) = delete;

  /// Whether layers behave as in training in this pass.
  static bool is_training(const Tape& tape);

 private:
  std::optional<bool> before_;
};

}  // namespace keratin
