#pragma once

#include <string>

#include "keratin/callbacks/callback.hpp"
#include "keratin/callbacks/frequency.hpp"

namespace keratin::callbacks {

/// The named arguments of BackupAndRestore, in Keras's order.
struct BackupAndRestoreOptions {
  Frequency save_freq = "epoch";  ///< or a number of batches
  bool double_checkpoint =
      false;  ///< whether to keep the previous backup too, in case the last one is damaged
  bool delete_checkpoint = true;  ///< whether to delete the backup when training ends
};

/// Resumes a training run that was killed: the same program, started again, reads the backup and ends with
/// the bits of a run that was not killed. The backup holds the weights, the optimizer state, epoch and step,
/// the metrics so far, the order of the samples, the random generators, the layers' counts of their random
/// masks and the state of the other callbacks. If the callbacks differ from those of the backup, each takes
/// the state of one of its class, in order; the rest start from scratch, with a warning. A generator function
/// must resume by itself. If processes train together, the first one writes the backup, and any number of
/// them go on from it.
class BackupAndRestore : public Callback {
 public:
  /// Creates `backup_dir` if needed. Throws ValueError for an empty name, one with a NUL in it, and for a
  /// save_freq that is neither "epoch" nor positive.
  explicit BackupAndRestore(std::string backup_dir, const BackupAndRestoreOptions& options = {});

  /// Throws IOError, with the model unchanged, if the backup is damaged or of another training run.
  void on_train_begin() override;

  /// Throw IOError if the backup cannot be written.
  void on_train_batch_end(int batch, Logs& logs) override;
  void on_epoch_end(int epoch, Logs& logs) override;
  void on_train_end(Logs& logs) override;

 private:
  /// The state of the backup; empty if there is none.
  std::string resume_from_file();
  std::string resume(const std::string& path);
  void save();

  std::string directory_, file_, previous_file_;
  BackupAndRestoreOptions options_;
  int batches_between_saves_;  // 0: each epoch
  int batches_since_save_ = 0;
};

}  // namespace keratin::callbacks
