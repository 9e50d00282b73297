#include "keratin/callbacks/terminate_on_nan.hpp"

#include <fmt/format.h>

#include <cmath>

#include "callbacks/messages.hpp"
#include "keratin/error.hpp"
#include "keratin/models/sequential.hpp"

namespace keratin::callbacks {

void TerminateOnNaN::on_train_batch_end(int batch, Logs& logs) {
  const double loss = logs["loss"];
  if (std::isfinite(loss)) return;
  if (options_.raise_error) {
    throw ValueError(fmt::format(
        "TerminateOnNaN: the loss became {} at batch {}; the weights are as before that step.", loss, batch));
  }
  print_message(fmt::format("Batch {}: Invalid loss, terminating training", batch));
  model().set_stop_training(true);
}

}  // namespace keratin::callbacks
