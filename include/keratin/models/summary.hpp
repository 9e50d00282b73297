#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace keratin {

/// The named arguments of summary(), in Keras's order.
struct SummaryOptions {
  std::optional<int> line_length = {};  ///< columns of the table; by default the style's
  std::vector<double> positions = {};   ///< where each field stops, as shares of line_length or as columns
  std::function<void(const std::string& line)> print_fn =
      {};                       ///< takes each line; by default standard output does
  bool expand_nested = false;   ///< whether the layers of nested models are listed
  bool show_trainable = false;  ///< whether a column says which layers train
  std::optional<std::pair<std::string, std::string>> layer_range =
      {};                        ///< first and last layer's name to be listed
  std::string style = "keras2";  ///< "keras2", "keras3", or "explain": how each number comes about
  int batch_size = 32;           ///< for which "explain" says what memory the layers' outputs take
};

}  // namespace keratin
