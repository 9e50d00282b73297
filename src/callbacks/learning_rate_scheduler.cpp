#include "keratin/callbacks/learning_rate_scheduler.hpp"

#include <fmt/format.h>

#include <utility>

#include "callbacks/learning_rate.hpp"
#include "callbacks/messages.hpp"
#include "keratin/error.hpp"

namespace keratin::callbacks {

LearningRateScheduler::LearningRateScheduler(Schedule schedule, const LearningRateSchedulerOptions& options)
    : schedule_(std::move(schedule)), options_(options) {
  if (!schedule_)
    throw ValueError("LearningRateScheduler: the schedule must be a function, but it is empty.");
}

void LearningRateScheduler::on_epoch_begin(int epoch) {
  if (!schedule_) throw ValueError("LearningRateScheduler: it was moved into another object.");
  const double rate = schedule_(epoch, learning_rate_of(model()));
  model().optimizer().set_learning_rate(rate);
  if (options_.verbose > 0) {
    print_message(fmt::format("\nEpoch {}: LearningRateScheduler setting learning rate to {}.", epoch + 1,
                              python_number(rate)));
  }
}

void LearningRateScheduler::on_epoch_end(int /*epoch*/, Logs& logs) {
  logs.set("learning_rate", learning_rate_of(model()));
}

}  // namespace keratin::callbacks
