// What a backup of a run holds.
#include <fmt/format.h>

#include "keratin/error.hpp"
#include "models/fit.hpp"
#include "models/model_layer.hpp"
#include "models/trainer.hpp"
#include "random/generators.hpp"

namespace keratin {

std::string Fit::description() const {
  std::string text = fmt::format("a training of {}", trainer_of(model_).description());
  for (const Weight* weight : model_.weights())
    text += fmt::format(", {} {}", weight->name(), to_string(weight->shape()));
  if (const auto steps = training_.steps()) text += fmt::format(", {} steps an epoch", *steps);
  return text;
}

std::string Fit::state() {
  utils::StateArchive archive;
  archive.expect(description());
  archive(epoch_, step_);
  this->archive(archive);
  return archive.bytes();
}

void Fit::resume(const std::string& state) {
  utils::StateArchive archive(state);
  archive.expect(description());
  archive(epoch_, step_);
  resumed_ = std::move(archive);
}

void Fit::take_up_state() {
  if (!resumed_) return;
  archive(*resumed_);
  resumed_.reset();
}

void Fit::archive(utils::StateArchive& archive) {
  bool stopped = model_.stop_training;
  archive(stopped);
  model_.stop_training = stopped;
  for (Weight* weight : model_.weights()) {
    archive.floats(weight->mutable_data(), weight->size());
    weight->changed();
  }
  for (std::atomic<std::int64_t>* count : model_.call_counts()) {
    std::int64_t calls = *count;
    archive(calls);
    *count = calls;
  }
  trainer_of(model_).archive(archive);
  random::archive_generators(archive);
  training_.archive(archive);
  if (step_ > 0) results_.archive(archive);
  callbacks_.archive(archive);
}

}  // namespace keratin
