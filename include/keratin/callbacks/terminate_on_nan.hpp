#pragma once

#include "keratin/callbacks/callback.hpp"

namespace keratin::callbacks {

/// The named arguments of TerminateOnNaN, in Keras's order.
struct TerminateOnNaNOptions {
  bool raise_error = false;  ///< whether a loss that is not finite throws ValueError
};

/// Ends fit() normally if the loss is not finite, which otherwise throws ValueError. The weights are those
/// before that step.
class TerminateOnNaN : public Callback {
 public:
  explicit TerminateOnNaN(const TerminateOnNaNOptions& options = {}) : options_(options) {}
  void on_train_batch_end(int batch, Logs& logs) override;

 private:
  TerminateOnNaNOptions options_;
};

}  // namespace keratin::callbacks
