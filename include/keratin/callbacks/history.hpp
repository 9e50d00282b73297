#pragma once

#include <map>
#include <string>
#include <vector>

#include "keratin/callbacks/callback.hpp"

namespace keratin::callbacks {

/// Each epoch's figures: what fit() returns.
class History : public Callback {
 public:
  std::vector<int> epoch;                              ///< epochs run, from 0
  std::map<std::string, std::vector<double>> history;  ///< by name: `loss`, `accuracy`, `val_loss` …

  /// Throws ValueError, listing what there is, for a name that is not among them.
  const std::vector<double>& operator[](const std::string& name) const;

  /// Draws the curves of all figures over the epochs into `path`, which must end in .svg or, where the
  /// program rsvg-convert is installed, .png: a chart for each figure, training and validation together.
  /// Throws ValueError for another ending, before an epoch has ended, and where that program is missing;
  /// IOError where the file cannot be written.
  void plot(const std::string& path) const;

  void on_train_begin() override { epoch.clear(); }
  void on_epoch_end(int number, Logs& logs) override;
  void archive(utils::StateArchive& archive) override;
};

}  // namespace keratin::callbacks
