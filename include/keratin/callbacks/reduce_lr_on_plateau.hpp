#pragma once

#include <string>

#include "keratin/callbacks/monitor_callback.hpp"

namespace keratin::callbacks {

/// The named arguments of ReduceLROnPlateau, in Keras's order.
struct ReduceLROnPlateauOptions {
  std::string monitor = "val_loss";
  double factor = 0.1;  ///< the factor of a reduction; less than 1
  int patience = 10;    ///< epochs without improvement before a reduction
  int verbose = 0;      ///< 1: prints what it does
  std::string mode = "auto";
  double min_delta = 1e-4;  ///< smaller changes are no improvement
  int cooldown = 0;         ///< epochs to wait after a reduction
  double min_lr = 0.0;      ///< lower bound of the learning rate
};

/// Lowers the learning rate when a metric no longer improves; adds `learning_rate` to the epoch's logs.
class ReduceLROnPlateau : public MonitorCallback {
 public:
  /// Throws ValueError for options out of range.
  explicit ReduceLROnPlateau(const ReduceLROnPlateauOptions& options = {});

  void on_train_begin() override;
  void on_epoch_end(int epoch, Logs& logs) override;
  void archive(utils::StateArchive& archive) override;

 private:
  void reduce(int epoch);

  ReduceLROnPlateauOptions options_;
  int wait_ = 0, cooldown_ = 0;
};

}  // namespace keratin::callbacks
