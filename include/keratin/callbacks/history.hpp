#pragma once

#include <map>
#include <string>
#include <vector>

#include "keratin/callbacks/callback.hpp"

namespace keratin::callbacks {

/// The metrics of each epoch: what fit() returns.
class History : public Callback {
 public:
  std::vector<int> epoch;                              ///< epochs run, from 0
  std::map<std::string, std::vector<double>> history;  ///< by name: `loss`, `accuracy`, `val_loss` …

  /// Throws ValueError, listing the known names, for an unknown name.
  const std::vector<double>& operator[](const std::string& name) const;

  /// Draws the curves of all metrics over the epochs into `path`, which must end in .svg or, if the program
  /// rsvg-convert is installed, .png. Each metric has a chart that shows training and validation. Throws
  /// ValueError for another ending, before an epoch has ended, and if that program is missing; IOError if the
  /// file cannot be written.
  void plot(const std::string& path) const;

  void on_train_begin() override { epoch.clear(); }
  void on_epoch_end(int number, Logs& logs) override;
  void archive(utils::StateArchive& archive) override;
};

}  // namespace keratin::callbacks
