#pragma once

#include <optional>
#include <string>

#include "models/model_evaluate.hpp"

namespace keratin {

/// One call of fit().
class Fit {
 public:
  /// `options` must outlive it.
  Fit(const Model& handle, ModelLayer& model, EpochIterator training, std::optional<EpochIterator> validation,
      const FitOptions& options);

  callbacks::History run();

  /// All that the rest of the run depends on, for BackupAndRestore.
  [[nodiscard]] std::string state();

  /// Goes on from what state() gave. Throws IOError, with nothing changed, if it is of another training or
  /// damaged.
  void resume(const std::string& state);

 private:
  void run_epoch();
  void run_step(const DataView& batch);
  void end_epoch();

  /// Restores what resume() was given, once.
  void take_up_state();

  /// What a backup must agree with.
  [[nodiscard]] std::string description() const;
  void archive(utils::StateArchive& archive);

  ModelLayer& model_;
  const FitOptions& options_;
  EpochIterator training_;
  std::optional<EpochIterator> validation_;
  MetricResults results_;
  callbacks::CallbackList callbacks_;
  int epoch_, step_ = 0;  ///< what is to be done next
  Logs last_logs_;
  std::optional<utils::StateArchive> resumed_;
};

}  // namespace keratin
