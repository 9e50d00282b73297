#include "saving/older_keras.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "config/known_classes.hpp"
#include "keratin/error.hpp"

namespace keratin::saving {

namespace {

bool mentions(const Config& config, const std::string& text) {
  if (const auto* own = config.as<std::string>()) return *own == text;
  if (const auto* list = config.as<Config::List>()) {
    return std::any_of(list->begin(), list->end(), [&](const Config& one) { return mentions(one, text); });
  }
  if (const auto* entries = config.as<Config::Entries>()) {
    return std::any_of(entries->begin(), entries->end(), [&](const Config::Entry& entry) {
      return entry.first != "name" && mentions(entry.second, text);
    });
  }
  return false;
}

/// An argument of Keras 3, its name in Keras 2 ("" where that lacks it), and the value that it has there.
struct Renamed {
  std::string_view class_name, name, older_name;
  Config value;
};

const std::vector<Renamed>& renamed() {
  static const std::vector<Renamed> all = {{"InputLayer", "batch_shape", "batch_input_shape", {}},
                                           {"LeakyReLU", "negative_slope", "alpha", {}},
                                           {"GlobalAveragePooling1D", "keepdims", "", false},
                                           {"Resizing", "antialias", "", false},
                                           {"Resizing", "data_format", "", "channels_last"},
                                           {"Resizing", "fill_mode", "", "constant"},
                                           {"Resizing", "fill_value", "", 0.0},
                                           {"Resizing", "pad_to_aspect_ratio", "", false},
                                           {"SpatialDropout2D", "seed", "", {}},
                                           {"ZeroPadding1D", "data_format", "", "channels_last"}};
  return all;
}

Config keras2_arguments(const std::string& class_name, const Config& arguments) {
  Config older = Config::entries();
  for (const auto& [name, value] : *arguments.as<Config::Entries>()) {
    const auto found = std::find_if(renamed().begin(), renamed().end(),
                                    [&, key = std::string_view(name)](const Renamed& one) {
                                      return one.class_name == class_name && one.name == key;
                                    });
    if (found == renamed().end() || (found->older_name.empty() && found->value != value)) {
      older.set(name, value);
    } else if (!found->older_name.empty()) {
      older.set(found->older_name, value);
    }
  }
  return older;
}

}  // namespace

Config keras2_config(const Config& model) {
  const SerializedObject object = read_serialized("layer", model);
  Config arguments = keras2_arguments(object.class_name, object.config);
  if (const Config* layers = arguments.find("layers")) {
    Config::List older;
    for (const Config& layer : *layers->as<Config::List>()) older.push_back(keras2_config(layer));
    arguments.set("layers", std::move(older));
  }
  return Config::entries({{"class_name", object.class_name}, {"config", std::move(arguments)}});
}

void refuse_older_meanings(const Config& model, const std::string& version) {
  if (!version.starts_with("2.") || !mentions(model, "hard_sigmoid")) return;
  throw ValueError("The model was saved by Keras " + version +
                   " with the activation hard_sigmoid, which was max(0, min(1, 0.2 x + 0.5)) there and is "
                   "max(0, min(1, x / 6 + 0.5)) since Keras 3: it would predict other numbers.");
}

}  // namespace keratin::saving
