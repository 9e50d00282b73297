#include "keratin/callbacks/lambda_callback.hpp"

namespace keratin::callbacks {

namespace {

template <class Function, class... Arguments>
void call(const Function& function, Arguments&... arguments) {
  if (function) function(arguments...);
}

}  // namespace

void LambdaCallback::on_epoch_begin(int epoch) { call(options_.on_epoch_begin, epoch); }

void LambdaCallback::on_epoch_end(int epoch, Logs& logs) { call(options_.on_epoch_end, epoch, logs); }

void LambdaCallback::on_train_begin() { call(options_.on_train_begin); }

void LambdaCallback::on_train_end(Logs& logs) { call(options_.on_train_end, logs); }

void LambdaCallback::on_train_batch_begin(int batch) { call(options_.on_train_batch_begin, batch); }

void LambdaCallback::on_train_batch_end(int batch, Logs& logs) {
  call(options_.on_train_batch_end, batch, logs);
}

}  // namespace keratin::callbacks
