#pragma once

#include <functional>
#include <string>

#include "models/sequential_layer.hpp"

// What cannot be read is not written: before a file is replaced, what is to be its content is read as
// load_model() and load_weights() do, without making the weights again.

namespace keratin::saving {

/// Calls `read`, and throws ValueError, which says that `what` could not be read again, if it throws.
void check_readable(const std::string& what, const std::function<void()>& read);

/// Reads the config of `model` with weights of at most so many numbers, and how it is compiled unless that is
/// None. Throws ValueError if load_model() would, also later than it, when the layers get their weights.
/// Checks nothing if a layer is of a user's class that is not registered here.
void read_back(const SequentialLayer& model, const Config& config, const std::string& version,
               const Config& compile_config, std::size_t most_numbers);

}  // namespace keratin::saving
