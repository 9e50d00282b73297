#pragma once

#include <map>
#include <string>
#include <vector>

namespace keratin::callbacks {

/// What fit() returns: each epoch's figures.
struct History {
  std::vector<int> epoch;                              ///< epochs run, from 0
  std::map<std::string, std::vector<double>> history;  ///< by name: `loss`, `accuracy`, `val_loss` …

  /// Throws ValueError, listing what there is, for a name that is not among them.
  const std::vector<double>& operator[](const std::string& name) const;
};

}  // namespace keratin::callbacks
