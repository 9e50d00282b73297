// What a backup of a run holds.
#include <fmt/format.h>

#include "keratin/error.hpp"
#include "models/fit.hpp"
#include "models/model_layer.hpp"
#include "models/training_state.hpp"
#include "random/generators.hpp"

namespace keratin {

std::string Fit::description() const {
  std::string text = state_description(model_);
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
  archive_state(model_, archive);
  random::archive_generators(archive);
  training_.archive(archive);
  if (step_ > 0) results_.archive(archive);
  callbacks_.archive(archive);
}

}  // namespace keratin
