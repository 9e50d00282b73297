#pragma once

#include <optional>
#include <string>

#include "keratin/callbacks/frequency.hpp"
#include "keratin/callbacks/monitor_callback.hpp"

namespace keratin::callbacks {

/// The named arguments of ModelCheckpoint, in Keras's order.
struct ModelCheckpointOptions {
  std::string monitor = "val_loss";
  int verbose = 0;                 ///< 1: prints what it does
  bool save_best_only = false;     ///< whether a file is written only if the metric improved
  bool save_weights_only = false;  ///< whether to save only the weights
  std::string mode = "auto";
  Frequency save_freq = "epoch";                       ///< or a number of batches
  std::optional<double> initial_value_threshold = {};  ///< the first value must improve on this
};

/// Saves the model, or its weights, while it trains; load_model() resumes from such a file. The file's name
/// may hold fields as in Python: `{epoch:02d}`, `{batch}` and metrics, `{val_loss:.2f}`.
class ModelCheckpoint : public MonitorCallback {
 public:
  /// Throws ValueError for options out of range, for a path with a NUL in it, and for a name that does not
  /// end in ".keras" or ".h5", or with save_weights_only in ".weights.h5".
  explicit ModelCheckpoint(std::string filepath, const ModelCheckpointOptions& options = {});

  void on_train_begin() override;
  void on_epoch_begin(int epoch) override { epoch_ = epoch; }

  /// Throw ValueError if the name asks for an unknown metric, and as Sequential::save() does.
  void on_epoch_end(int epoch, Logs& logs) override;
  void on_train_batch_end(int batch, Logs& logs) override;
  void archive(utils::StateArchive& archive) override;

 private:
  void save(int epoch, std::optional<int> batch, const Logs& logs);
  bool should_save(const std::string& start, const std::string& path, const Logs& logs);

  std::string filepath_;
  ModelCheckpointOptions options_;
  int batches_between_saves_;  // 0: each epoch
  int epoch_ = 0, batches_since_save_ = 0;
};

}  // namespace keratin::callbacks
