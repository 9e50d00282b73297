#include "config/serialized.hpp"

#include <fmt/format.h>

#include "keratin/error.hpp"

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

bool is_of_users_class(const Config& object) {
  const auto text_of = [&](const char* name) {
    const Config* entry = object.find(name);
    return entry == nullptr || entry->as<std::string>() == nullptr ? std::string()
                                                                   : *entry->as<std::string>();
  };
  const std::string class_name = text_of("class_name"), registered = text_of("registered_name");
  const std::string module = text_of("module");
  if (class_name.starts_with("keratin>") || registered.starts_with("keratin>")) return false;
  if (module.starts_with("keras") || module.starts_with("tf_keras")) return false;
  const bool has_package = class_name.find('>') != std::string::npos;
  if (has_package) return !class_name.starts_with("Custom>");  // which tf-keras writes for its own optimizers
  return !registered.empty() && object.find("module") != nullptr;
}

std::string users_name(const Config& object) {
  if (!is_of_users_class(object)) return "";
  const SerializedObject read = read_serialized("", object);
  const Config* name = read.config.find("name");
  if (name != nullptr && name->as<std::string>() != nullptr) return *name->as<std::string>();
  return read.class_name.substr(read.class_name.rfind('>') + 1);
}

void refuse_users_class(std::string_view argument, const Config& object) {
  if (!is_of_users_class(object)) return;
  const Config* registered = object.find("registered_name");
  throw ValueError(fmt::format(
      "the argument '{}' is of a class of your own called {}, not of Keras's, which is not supported",
      argument, to_string(registered == nullptr ? *object.find("class_name") : *registered)));
}

std::string function_name(const Config& config) {
  const Config* class_name = config.find("class_name");
  const Config* name = config.find("config");
  const bool is_function = class_name != nullptr && *class_name == Config("function");
  return is_function && name != nullptr && name->as<std::string>() != nullptr ? *name->as<std::string>() : "";
}

}  // namespace keratin
