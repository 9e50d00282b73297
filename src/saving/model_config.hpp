#pragma once

#include <functional>
#include <memory>
#include <string>

#include "models/model_layer.hpp"

namespace keratin::saving {

/// The version of Keras that the JSON of a model, or what lies beside it, names as `keras_version`; empty if
/// it names none.
std::string version_in(const Config& config);

/// The model that a file's config describes, which Keras `version` ("2.15.0", empty if it is not known)
/// wrote. Says once on standard error, beginning with `source`, that what was computed there in another type
/// of numbers is computed in float32 here. Throws ValueError for what is not supported.
std::shared_ptr<ModelLayer> model_of_file(const std::string& source, Config config,
                                          const std::string& version);

/// Those of the weights of a model from JSON: 1 GiB.
constexpr std::size_t most_numbers_from_json = 1U << 28U;

/// The model that JSON text describes, with new weights. Throws IOError, which begins with `source`, for what
/// is no JSON, and ValueError for what is not supported.
std::shared_ptr<ModelLayer> model_of_json(const std::string& source, const std::string& json);

// What cannot be read is not written: before a file is replaced, what is to be its content is read as
// load_model() and load_weights() do, without making the weights again.

/// Calls `read`, and throws ValueError, which says that `what` could not be read again, if it throws.
void check_readable(const std::string& what, const std::function<void()>& read);

/// Reads the config of `model` with weights of at most so many numbers, and how it is compiled unless that is
/// None. Throws ValueError if load_model() would, also later than it, when the layers get their weights.
/// Checks nothing if a layer is of a user's class that is not registered here.
void read_back(const ModelLayer& model, const Config& config, const std::string& version,
               const Config& compile_config, std::size_t most_numbers);

}  // namespace keratin::saving
