#include "config/known_classes.hpp"

#include "config/object_classes.hpp"

namespace keratin {

Config to_config(const std::string& module, const SerializedObject& object) {
  return Config::entries({{"module", module},
                          {"class_name", object.class_name},
                          {"config", object.config},
                          {"registered_name", Config()}});
}

SerializedObject read_serialized(std::string_view argument, const Config& config) {
  const Config* class_name = config.find("class_name");
  if (class_name == nullptr) refuse_argument(argument, "a name, or an object with its class_name", config);
  SerializedObject object;
  read_argument("class_name", *class_name, object.class_name);
  const Config* arguments = config.find("config");
  object.config = arguments == nullptr ? Config::entries() : *arguments;
  return object;
}

std::string function_name(const Config& config) {
  const Config* class_name = config.find("class_name");
  const Config* name = config.find("config");
  const bool is_function = class_name != nullptr && *class_name == Config("function");
  return is_function && name != nullptr && name->as<std::string>() != nullptr ? *name->as<std::string>() : "";
}

}  // namespace keratin
