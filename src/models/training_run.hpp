#pragma once

#include <string>

namespace keratin {

/// The fit() that runs on a model, as BackupAndRestore sees it.
class TrainingRun {
 public:
  virtual ~TrainingRun() = default;

  /// All that the rest of the run depends on.
  [[nodiscard]] virtual std::string state() = 0;

  /// Goes on from what state() gave. Throws IOError, with nothing changed, where it is of another training or
  /// damaged.
  virtual void resume(const std::string& state) = 0;
};

}  // namespace keratin
