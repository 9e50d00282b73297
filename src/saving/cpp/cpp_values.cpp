#include "saving/cpp/cpp_values.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "keratin/error.hpp"

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

}  // namespace

std::string cpp_value(const Config& value) {
  if (const auto* truth = value.as<bool>()) return *truth ? "true" : "false";
  if (const auto* whole = value.as<std::int64_t>()) return integer(*whole);
  if (const auto* real = value.as<double>()) return number(*real);
  if (const auto* text = value.as<std::string>()) return cpp_text(*text);
  if (const auto* values = value.as<Config::List>()) return list(*values);
  return value.is_none() ? "None" : cpp_object(value);
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
