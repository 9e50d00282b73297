#pragma once

#include <string>
#include <string_view>

#include "config/values.hpp"
#include "keratin/config.hpp"

namespace keratin {

/// How a class's name and its arguments stand in a config.
struct SerializedObject {
  std::string class_name;
  Config config;
};

/// As Keras 3 writes an object: `{"module": "keras.initializers", "class_name": "Zeros", "config": {}, …}`.
Config to_config(const std::string& module, const SerializedObject& object);

/// What Keras of any version wrote. Throws ValueError, with the argument's name, if it is no object.
SerializedObject read_serialized(std::string_view argument, const Config& config);

/// The name of a function of Keras's that stands in a config; empty if it is something else.
std::string function_name(const Config& config);

/// Whether an object is of a user's class, which may have the name of one of Keras's: Keras writes under
/// which name such a class was registered, and no module of Keras's.
bool is_of_users_class(const Config& object);

/// What a user's object is called: by its argument `name`, or else as its class. Empty if it is none.
std::string users_name(const Config& object);

/// Throws ValueError, with the argument's name, if an object is of a user's class.
void refuse_users_class(std::string_view argument, const Config& object);

}  // namespace keratin
