#pragma once

#include <memory>
#include <optional>

#include "models/batch_source.hpp"

namespace keratin {

/// Warns that the data ended before the steps that were asked for.
void warn_of_missing_batches();

/// Cuts a source into epochs, as Keras does: without a number of steps an epoch is all batches; with one an
/// epoch goes on where the last one ended, and after the last batch the next epoch begins again.
class EpochIterator {
 public:
  EpochIterator(std::unique_ptr<BatchSource> source, std::optional<int> steps)
      : source_(std::move(source)), steps_(steps) {}

  /// Batches of an epoch, if that is known.
  [[nodiscard]] std::optional<int> steps() const { return steps_ ? steps_ : source_->num_batches(); }

  /// True if the source gives no more batches, also in the next epoch.
  [[nodiscard]] bool ended() const { return ended_; }

  /// Begins with the source's first batch at the next epoch.
  void reset() { started_ = false; }

  /// `done` steps of the epoch, which archive() read, are done already.
  void begin_epoch(int done = 0);

  /// The epoch's next batch; null at its end. Warns if there are fewer than `steps`.
  const DataView* next();

  void end_epoch();

  /// What begin_epoch() needs to go on within an epoch or at its beginning.
  void archive(utils::StateArchive& archive);

 private:
  std::unique_ptr<BatchSource> source_;
  std::optional<int> steps_;
  bool started_ = false, ended_ = false;
  int position_ = 0;  ///< batches given since the source began
  int step_ = 0;      ///< batches given in this epoch
};

}  // namespace keratin
