#include "saving/cpp_values.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "config/known_classes.hpp"
#include "keratin/constraints.hpp"
#include "keratin/error.hpp"
#include "keratin/initializers.hpp"
#include "keratin/regularizers.hpp"
#include "keratin/utils/naming.hpp"

namespace keratin::saving {

namespace {

std::string number(double value) {
  if (!std::isfinite(value)) throw ValueError(fmt::format("{} cannot be written as C++", value));
  std::string text = fmt::format("{}", value);
  const auto single = static_cast<float>(value);  // 0.009999999776482582 is 0.01f
  std::string short_text = fmt::format("{}", single);
  const bool is_single = static_cast<double>(single) == value && short_text.size() < text.size();
  if (is_single) text = short_text;
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return is_single ? text + "f" : text;
}

std::string integer(std::int64_t value) {
  if (value == std::numeric_limits<std::int64_t>::min()) return fmt::format("{} - 1", value + 1);
  return fmt::format("{}", value);
}

std::string list(const Config::List& values) {
  std::string text = "{";
  for (const Config& value : values) text += (text.size() > 1 ? ", " : "") + cpp_value(value);
  return text + "}";
}

/// The config of an object of that class that is made without arguments. Throws ValueError where it needs
/// some.
template <class Base>
Config default_config(const std::string& class_name) {
  Identifier<Base> identifier;
  read_argument("", keratin::to_config("", {class_name, Config::entries()}), identifier);
  return read_serialized("", to_config(identifier)).config;
}

Config default_config(const std::string& module, const std::string& class_name) {
  if (module == "initializers") return default_config<initializers::Initializer>(class_name);
  if (module == "regularizers") return default_config<regularizers::Regularizer>(class_name);
  if (module == "constraints") return default_config<constraints::Constraint>(class_name);
  throw ValueError(fmt::format("a {} cannot be written as C++", class_name));
}

std::string object(const Config& serialized) {
  const auto [class_name, config] = read_serialized("", serialized);
  std::string module;
  if (const Config* entry = serialized.find("module"); entry != nullptr && !entry->is_none()) {
    module = serialized.get<std::string>("module");
  }
  module.erase(0, module.rfind('.') + 1);
  if (class_name == "ClipConstraint") {  // the one that needs an argument
    return fmt::format("constraints::ClipConstraint({})", number(config.get<double>("clip_value")));
  }
  const std::string options = cpp_options(config, default_config(module, class_name));
  if (options.empty() && module == "initializers") return cpp_text(utils::to_snake_case(class_name));
  return fmt::format("{}::{}({})", module, class_name, options);
}

}  // namespace

std::string cpp_value(const Config& value) {
  if (const auto* truth = value.as<bool>()) return *truth ? "true" : "false";
  if (const auto* whole = value.as<std::int64_t>()) return integer(*whole);
  if (const auto* real = value.as<double>()) return number(*real);
  if (const auto* text = value.as<std::string>()) return cpp_text(*text);
  if (const auto* values = value.as<Config::List>()) return list(*values);
  return value.is_none() ? "None" : object(value);
}

std::string cpp_text(std::string_view text) {
  std::string code = "\"";
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte < ' ' || byte >= 0x7f) {
      code += fmt::format("\\{:03o}", byte);
    } else {
      if (character == '"' || character == '\\' || character == '?') code += '\\';
      code += character;
    }
  }
  return code + '"';
}

std::string cpp_options(const Config& arguments, const Config& defaults) {
  std::string options;
  for (const auto& [name, value] : *arguments.as<Config::Entries>()) {
    const Config* usual = defaults.find(name);
    if (usual != nullptr && *usual == value) continue;
    options += fmt::format("{}.{} = {}", options.empty() ? "" : ", ", name, cpp_value(value));
  }
  return options.empty() ? options : "{" + options + "}";
}

}  // namespace keratin::saving
