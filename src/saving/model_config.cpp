#include "saving/model_config.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iostream>
#include <set>

#include "config/known_classes.hpp"
#include "layers/dtype.hpp"
#include "models/deserialize.hpp"
#include "saving/older_keras.hpp"
#include "saving/older_names.hpp"

namespace keratin::saving {

namespace {

/// Adds the names of the dtypes of a layer, and of those in it, other than float32.
void add_dtypes(const Config& layer, std::set<std::string>& names) {
  const auto [class_name, arguments] = read_serialized("layer", layer);
  if (class_name == "InputLayer") return;
  if (const Config* dtype = arguments.find("dtype")) names.insert(dtype_name(*dtype));
  const Config* inner = arguments.find("layers");
  const auto* layers = (inner == nullptr ? arguments : *inner).as<Config::List>();
  if (layers == nullptr) return;
  for (const Config& one : *layers) add_dtypes(one, names);
}

}  // namespace

std::string version_in(const Config& config) {
  const Config* version = config.find("keras_version");
  const auto* text = version == nullptr ? nullptr : version->as<std::string>();
  return text == nullptr ? "" : *text;
}

std::shared_ptr<SequentialLayer> model_of_file(const std::string& source, const Config& config,
                                               const std::string& version) {
  const Config todays = with_allowed_names(in_todays_words(config, version), source);
  std::shared_ptr<SequentialLayer> model = deserialize_model(todays);
  std::set<std::string> dtypes;
  add_dtypes(config, dtypes);
  dtypes.erase("float32");
  if (!dtypes.empty()) {
    std::cerr << fmt::format("{}: the model's {} are computed in float32 here.\n", source,
                             fmt::join(dtypes, ", "));
  }
  return model;
}

}  // namespace keratin::saving
