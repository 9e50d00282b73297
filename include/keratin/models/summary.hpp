#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace keratin {

/// The named arguments of summary(), in Keras's order.
struct SummaryOptions {
  std::optional<int> line_length = {};  ///< columns of the table; the default depends on the style
  std::vector<double> positions = {};   ///< the end of each field, as fractions of line_length or as columns
  std::function<void(const std::string& line)> print_fn =
      {};                       ///< receives each line; by default it is printed
  bool expand_nested = false;   ///< whether to list the layers of nested models
  bool show_trainable = false;  ///< whether to add a column that says which layers train
  std::optional<std::pair<std::string, std::string>> layer_range =
      {};                        ///< the names of the first and last layers to list
  std::string style = "keras2";  ///< "keras2", "keras3", or "explain", which explains each number
  int batch_size = 32;           ///< the batch size for which "explain" states the memory of outputs
};

}  // namespace keratin
