#pragma once

#include <optional>
#include <string>
#include <vector>

#include "keratin/callbacks/monitor_callback.hpp"
#include "keratin/tensor.hpp"

namespace keratin::callbacks {

/// The named arguments of EarlyStopping, in Keras's order.
struct EarlyStoppingOptions {
  std::string monitor = "val_loss";
  double min_delta = 0.0;  ///< smaller changes are no improvement
  int patience = 0;        ///< epochs without improvement after which training stops
  int verbose = 0;         ///< 1: prints what it does
  std::string mode = "auto";
  std::optional<double> baseline = {};  ///< the metric must improve on this
  bool restore_best_weights = false;    ///< whether to restore the best epoch's weights
  int start_from_epoch = 0;             ///< ignores the epochs before it
};

/// Stops fit() when a metric no longer improves.
class EarlyStopping : public MonitorCallback {
 public:
  /// Throws ValueError for options out of range.
  explicit EarlyStopping(const EarlyStoppingOptions& options = {});

  /// The epoch, from 0, after which fit() was stopped; 0 if it was not.
  [[nodiscard]] int stopped_epoch() const { return stopped_epoch_; }
  [[nodiscard]] int best_epoch() const { return best_epoch_; }

  /// Epochs since the last improvement.
  [[nodiscard]] int wait() const { return wait_; }

  void on_train_begin() override;
  void on_epoch_end(int epoch, Logs& logs) override;
  void on_train_end(Logs& logs) override;
  void archive(utils::StateArchive& archive) override;

 private:
  void keep(int epoch);

  EarlyStoppingOptions options_;
  int wait_ = 0, stopped_epoch_ = 0, best_epoch_ = 0;
  std::optional<std::vector<Tensor>> best_weights_;
};

}  // namespace keratin::callbacks
