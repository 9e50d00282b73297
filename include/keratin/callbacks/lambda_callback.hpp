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

  void on_epoch_begin(int epoch) override { call(options_.on_epoch_begin, epoch); }
  void on_epoch_end(int epoch, Logs& logs) override { call(options_.on_epoch_end, epoch, logs); }
  void on_train_begin() override { call(options_.on_train_begin); }
  void on_train_end(Logs& logs) override { call(options_.on_train_end, logs); }
  void on_train_batch_begin(int batch) override { call(options_.on_train_batch_begin, batch); }
  void on_train_batch_end(int batch, Logs& logs) override { call(options_.on_train_batch_end, batch, logs); }

 private:
  template <class Function, class... Arguments>
  static void call(const Function& function, Arguments&... arguments) {
    if (function) function(arguments...);
  }

  LambdaCallbackOptions options_;
};

}  // namespace keratin::callbacks
