#include "keratin/callbacks/reduce_lr_on_plateau.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "callbacks/learning_rate.hpp"
#include "callbacks/messages.hpp"

namespace keratin::callbacks {

ReduceLROnPlateau::ReduceLROnPlateau(const ReduceLROnPlateauOptions& options)
    : MonitorCallback("ReduceLROnPlateau", options.monitor, options.mode, {}, options.min_delta),
      options_(options) {
  if (!(options.factor >= 0.0 && options.factor < 1.0))
    fail(fmt::format("factor must be from 0 to less than 1, but received {}.", options.factor));
  check_not_negative("patience", options.patience);
  check_not_negative("cooldown", options.cooldown);
  if (!(options.min_lr >= 0.0) || !std::isfinite(options.min_lr))
    fail(fmt::format("min_lr must be a finite number, 0 or more, but received {}.", options.min_lr));
}

void ReduceLROnPlateau::on_train_begin() {
  MonitorCallback::on_train_begin();
  set_best({});
  wait_ = cooldown_ = 0;
}

void ReduceLROnPlateau::on_epoch_end(int epoch, Logs& logs) {
  logs.set("learning_rate", learning_rate_of(model()));
  const std::optional<double> current = monitored(logs);
  if (!current) return;
  if (cooldown_ > 0) {
    --cooldown_;
    wait_ = 0;
  }
  if (improves(*current, best())) {
    set_best(current);
    wait_ = 0;
  } else if (cooldown_ == 0 && ++wait_ >= options_.patience) {
    reduce(epoch);
  }
}

void ReduceLROnPlateau::reduce(int epoch) {
  const double old_rate = learning_rate_of(model());
  if (old_rate <= static_cast<double>(static_cast<float>(options_.min_lr))) return;
  const double new_rate = std::max(old_rate * options_.factor, options_.min_lr);
  model().optimizer().set_learning_rate(new_rate);
  if (options_.verbose > 0) {
    print_message(fmt::format("\nEpoch {}: ReduceLROnPlateau reducing learning rate to {}.", epoch + 1,
                              python_number(new_rate)));
  }
  cooldown_ = options_.cooldown;
  wait_ = 0;
}

void ReduceLROnPlateau::archive(utils::StateArchive& archive) {
  MonitorCallback::archive(archive);
  archive(wait_, cooldown_);
}

}  // namespace keratin::callbacks
