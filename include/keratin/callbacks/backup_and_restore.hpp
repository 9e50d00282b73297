#pragma once

#include <string>

#include "keratin/callbacks/callback.hpp"
#include "keratin/callbacks/frequency.hpp"

namespace keratin::callbacks {

/// The named arguments of BackupAndRestore, in Keras's order.
struct BackupAndRestoreOptions {
  Frequency save_freq = "epoch";  ///< or a number of batches
  bool double_checkpoint =
      false;                      ///< whether the backup before the last one is kept, in case that is damaged
  bool delete_checkpoint = true;  ///< whether the backup is deleted when training has ended
};

/// Lets a training go on that was killed: the same program, started again, takes the backup up and ends with
/// the bits of a run that was not killed. It keeps the weights, the optimizer's state, epoch and step, the
/// figures so far, the order of the samples, the random generators, the layers' counts of their random masks
/// and what the other callbacks remember. If the callbacks differ from those of the backup, each takes the
/// state of one of its class, in their order; the rest start anew, with a warning. A generator function of
/// the caller's must go on by itself.
class BackupAndRestore : public Callback {
 public:
  /// `backup_dir` is made where it is not there. Throws ValueError for an empty name, one with a NUL in it,
  /// and for a save_freq that is neither "epoch" nor positive.
  explicit BackupAndRestore(std::string backup_dir, const BackupAndRestoreOptions& options = {});

  /// Throws IOError where the backup is damaged or another training's, with the model unchanged.
  void on_train_begin() override;

  /// Throw IOError where the backup cannot be written.
  void on_train_batch_end(int batch, Logs& logs) override;
  void on_epoch_end(int epoch, Logs& logs) override;
  void on_train_end(Logs& logs) override;

 private:
  void resume(const std::string& path);
  void save();

  std::string directory_, file_, previous_file_;
  BackupAndRestoreOptions options_;
  int batches_between_saves_;  // 0: each epoch
  int batches_since_save_ = 0;
};

}  // namespace keratin::callbacks
