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

  /// Draws the curves of all metrics over the epochs into `path`, which must end in .svg or .png. Each metric
  /// has a chart that shows training and validation. A .png takes the program rsvg-convert: if it is not
  /// installed, the chart goes to `<path>.svg`, and a line on standard error says so. Throws ValueError for
  /// another ending and before an epoch has ended; IOError if the file cannot be written.
  void plot(const std::string& path) const;

  void on_train_begin() override { epoch.clear(); }
  void on_epoch_end(int number, Logs& logs) override;
  void archive(utils::StateArchive& archive) override;
};

}  // namespace keratin::callbacks
