#pragma once

#include <functional>

#include "keratin/callbacks/callback.hpp"

namespace keratin::callbacks {

/// The named arguments of LambdaCallback, in Keras's order.
struct LambdaCallbackOptions {
  std::function<void(int epoch)> on_epoch_begin = {};
  std::function<void(int epoch, Logs& logs)> on_epoch_end = {};
  std::function<void()> on_train_begin = {};
  std::function<void(Logs& logs)> on_train_end = {};
  std::function<void(int batch)> on_train_batch_begin = {};
  std::function<void(int batch, Logs& logs)> on_train_batch_end = {};
};

/// A callback made from functions.
class LambdaCallback : public Callback {
 public:
  explicit LambdaCallback(LambdaCallbackOptions options) : options_(std::move(options)) {}

  void on_epoch_begin(int epoch) override;
  void on_epoch_end(int epoch, Logs& logs) override;
  void on_train_begin() override;
  void on_train_end(Logs& logs) override;
  void on_train_batch_begin(int batch) override;
  void on_train_batch_end(int batch, Logs& logs) override;

 private:
  LambdaCallbackOptions options_;
};

}  // namespace keratin::callbacks
