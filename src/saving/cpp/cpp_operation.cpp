#include "saving/cpp/cpp_operation.hpp"

#include <fmt/format.h>

#include <map>
#include <string_view>

#include "keratin/utils/naming.hpp"
#include "layers/core/get_item.hpp"
#include "layers/core/operation.hpp"
#include "saving/cpp/cpp_values.hpp"

namespace keratin::saving {

namespace {

/// A part of a key, as Python writes it.
std::string key_part(const Config& part) {
  const auto text_of = [](const Config& number) { return number.is_none() ? "" : to_string(number); };
  if (part.as<Config::Entries>() == nullptr) return to_string(part);  // a place, or None
  if (part.get<std::string>("class_name") == "__ellipsis__") return "...";
  const auto slice = part.get<Config>("config"), step = slice.get<Config>("step");
  const std::string text = text_of(slice.get<Config>("start")) + ":" + text_of(slice.get<Config>("stop"));
  return step.is_none() ? text : text + ":" + to_string(step);
}

std::string key_text(const Config& key) {
  const auto* parts = key.as<Config::List>();
  if (parts == nullptr) return key_part(key);
  std::string text;
  for (const Config& part : *parts) text += (text.empty() ? "" : ", ") + key_part(part);
  return parts->size() == 1 ? text + "," : text;
}

/// The arguments of the function in `ops`.
std::string arguments_of(const Layer& layer, const std::string& tensor) {
  if (const auto* item = dynamic_cast<const layers::GetItem*>(&layer))
    return tensor + ", " + cpp_text(key_text(item->key()));
  const auto& operation = dynamic_cast<const layers::Operation&>(layer);
  if (!operation.takes_constant()) return tensor;
  const std::string constant = cpp_value(operation.constant());
  return operation.comes_first() ? constant + ", " + tensor : tensor + ", " + constant;
}

/// As an operator or a function beside `ops`; empty if there is none.
std::string as_operator(const Layer& layer, const std::string& tensor) {
  static const std::map<std::string_view, std::string_view> operators = {
      {"Add", "+"}, {"Multiply", "*"}, {"Subtract", "-"}, {"TrueDivide", "/"}};
  const std::string& name = layer.class_name();
  if (name == "Negative") return "-" + tensor;
  if (name == "Absolute") return fmt::format("abs({})", tensor);
  const auto* operation = dynamic_cast<const layers::Operation*>(&layer);
  if (operation == nullptr) return "";
  if (name == "Power" && !operation->comes_first())
    return fmt::format("pow({})", arguments_of(layer, tensor));
  const auto symbol = operators.find(name);
  if (symbol == operators.end()) return "";
  const std::string constant = cpp_value(operation->constant());
  return fmt::format("{} {} {}", operation->comes_first() ? constant : tensor, symbol->second,
                     operation->comes_first() ? tensor : constant);
}

}  // namespace

std::string cpp_operation(const Layer& layer, const std::string& tensor, bool is_named) {
  std::string short_form = is_named ? "" : as_operator(layer, tensor);
  if (!short_form.empty()) return short_form;
  const std::string options = is_named ? fmt::format(", {{.name = {}}}", cpp_text(layer.name())) : "";
  return fmt::format("ops::{}({}{})", utils::to_snake_case(layer.class_name()), arguments_of(layer, tensor),
                     options);
}

}  // namespace keratin::saving
