#include "keratin/callbacks/early_stopping.hpp"

#include <fmt/format.h>

#include <cmath>

#include "callbacks/messages.hpp"
#include "keratin/models/sequential.hpp"

namespace keratin::callbacks {

EarlyStopping::EarlyStopping(const EarlyStoppingOptions& options)
    : MonitorCallback("EarlyStopping", options.monitor, options.mode, {}, options.min_delta),
      options_(options) {
  check_not_negative("patience", options.patience);
  if (options.baseline && std::isnan(*options.baseline)) fail("baseline must be a number, but received nan.");
  check_not_negative("start_from_epoch", options.start_from_epoch);
}

void EarlyStopping::on_train_begin() {
  MonitorCallback::on_train_begin();
  wait_ = stopped_epoch_ = best_epoch_ = 0;
  set_best({});
  best_weights_.reset();
}

void EarlyStopping::keep(int epoch) {
  best_epoch_ = epoch;
  if (options_.restore_best_weights) best_weights_ = model().get_weights();
}

void EarlyStopping::on_epoch_end(int epoch, Logs& logs) {
  const std::optional<double> current = monitored(logs);
  if (!current) return;
  if (epoch < options_.start_from_epoch) return;
  if (options_.restore_best_weights && !best_weights_) keep(epoch);
  ++wait_;
  if (improves(*current, best())) {
    set_best(current);
    keep(epoch);
    if (improves(*current, options_.baseline)) wait_ = 0;
    return;
  }
  if (wait_ >= options_.patience && epoch > 0) {
    stopped_epoch_ = epoch;
    model().set_stop_training(true);
  }
}

void EarlyStopping::on_train_end(Logs& /*logs*/) {
  if (stopped_epoch_ > 0 && options_.verbose > 0)
    print_message(fmt::format("Epoch {}: early stopping", stopped_epoch_ + 1));
  if (!best_weights_) return;
  if (options_.verbose > 0) {
    print_message(
        fmt::format("Restoring model weights from the end of the best epoch: {}.", best_epoch_ + 1));
  }
  model().set_weights(*best_weights_);
}

void EarlyStopping::archive(utils::StateArchive& archive) {
  MonitorCallback::archive(archive);
  archive(wait_, stopped_epoch_, best_epoch_, best_weights_);
}

}  // namespace keratin::callbacks
