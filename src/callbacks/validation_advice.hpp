#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace keratin::callbacks {

/// What to do if a metric is called `val_…` and the known ones have none of the validation, as a sentence
/// with a blank in front; otherwise empty.
inline std::string validation_advice(const std::string& metric, const std::vector<std::string>& known) {
  const auto validates = [](const std::string& name) { return name.starts_with("val_"); };
  if (!validates(metric) || std::any_of(known.begin(), known.end(), validates)) return "";
  return " It is there only after epochs that validate: give fit() validation_data or a validation_split.";
}

}  // namespace keratin::callbacks
