#pragma once

#include <optional>
#include <string>

#include "models/sequential_evaluate.hpp"
#include "models/training_run.hpp"

namespace keratin {

/// One call of fit().
class Fit : public TrainingRun {
 public:
  /// `options` must outlive it.
  Fit(const Sequential& handle, SequentialLayer& model, EpochIterator training,
      std::optional<EpochIterator> validation, const FitOptions& options);

  callbacks::History run();

  [[nodiscard]] std::string state() override;
  void resume(const std::string& state) override;

 private:
  void run_epoch();
  void run_step(const DataView& batch);
  void end_epoch();

  /// Restores what resume() was given, once.
  void take_up_state();

  /// What a backup must agree with.
  [[nodiscard]] std::string description() const;
  void archive(utils::StateArchive& archive);

  SequentialLayer& model_;
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
