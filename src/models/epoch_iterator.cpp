#include "models/epoch_iterator.hpp"

#include <algorithm>
#include <limits>

#include "callbacks/messages.hpp"

namespace keratin {

void warn_of_missing_batches() {
  callbacks::warn(
      "the data ended before the steps that were asked for, so that this epoch ends early. Give as many "
      "batches as steps times epochs, or ask for fewer steps.");
}

void EpochIterator::begin_epoch(int done) {
  const std::optional<int> batches = source_->num_batches();
  if (done == 0 && (!started_ || (batches && (!steps_ || position_ >= *batches)))) {
    source_->restart();
    position_ = 0;
  }
  started_ = true;
  step_ = done;
  std::optional<int> count = steps_;
  if (count) count = *count - done;
  if (batches) count = std::min(count.value_or(*batches), *batches - position_);
  source_->begin(position_, count);
}

const DataView* EpochIterator::next() {
  const DataView* batch = steps_ && step_ >= *steps_ ? nullptr : source_->next();
  if (batch != nullptr) {
    if (position_ < std::numeric_limits<int>::max()) ++position_;  // a generator has no end
    ++step_;
    return batch;
  }
  if (!source_->num_batches() && !(steps_ && step_ >= *steps_)) ended_ = true;
  if (steps_ && step_ < *steps_) warn_of_missing_batches();
  return nullptr;
}

void EpochIterator::end_epoch() { source_->end(); }

void EpochIterator::archive(utils::StateArchive& archive) {
  archive(started_, position_, step_);
  source_->archive(archive);
}

}  // namespace keratin
