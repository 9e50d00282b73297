// Keras's functions between layers: calls of layers.
#include "keratin/models/ops.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>

#include "keratin/error.hpp"
#include "keratin/layers/merging/add.hpp"
#include "keratin/layers/merging/maximum.hpp"
#include "keratin/layers/merging/minimum.hpp"
#include "keratin/layers/merging/multiply.hpp"
#include "keratin/layers/merging/subtract.hpp"
#include "layers/core/get_item.hpp"
#include "layers/core/operation.hpp"

namespace keratin::ops {

namespace {

KerasTensor of_array(const char* operation, const KerasTensor& a, const Options& options) {
  return layers::Operation(operation, {}, false, {.name = options.name})(a);
}

/// Of an array and a number.
KerasTensor of_number(const char* operation, const Operand& a, const Operand& b, const Options& options) {
  if (a.tensor().has_value() == b.tensor().has_value()) {
    throw ValueError(fmt::format("The operation {} needs {}.", operation,
                                 a.tensor() ? "a KerasTensor and a number, but received two KerasTensors"
                                            : "a KerasTensor, but received two numbers"));
  }
  const bool comes_first = !a.tensor();
  return layers::Operation(operation, (comes_first ? a : b).number(), comes_first,
                           {.name = options.name})(*(comes_first ? b : a).tensor());
}

template <class Merge>
KerasTensor merged(const char* operation, const Operand& a, const Operand& b, const Options& options) {
  if (!a.tensor() || !b.tensor()) return of_number(operation, a, b, options);
  const Shape &first = a.tensor()->shape(), &second = b.tensor()->shape();
  if (first.rank() != second.rank()) {
    throw ValueError(
        fmt::format("The operation {} needs KerasTensors with the same number of axes, but received shapes "
                    "{} and {}: use a layer such as Add.",
                    operation, to_string(first), to_string(second)));
  }
  return Merge({.name = options.name})({*a.tensor(), *b.tensor()});
}

[[noreturn]] void fail_key(std::string_view key) {
  throw ValueError(fmt::format(
      "get_item: expected a key as in Python's brackets, such as \":, 0:2\", but received \"{}\".", key));
}

std::string_view without_blanks(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

/// Cuts off what stands before the first `divider`, without blanks around it.
std::string_view take_until(char divider, std::string_view& text) {
  const std::size_t end = std::min(text.find(divider), text.size());
  const std::string_view taken = without_blanks(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return taken;
}

/// None if there is no number.
Config number_in(std::string_view text, std::string_view key) {
  if (text.empty()) return {};
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) fail_key(key);
  return number;
}

Config part_in(std::string_view text, std::string_view key) {
  if (text == "...") return Config::entries({{"class_name", "__ellipsis__"}, {"config", Config::entries()}});
  if (text == "None") return {};
  if (text.find(':') == std::string_view::npos) {
    if (text.empty()) fail_key(key);
    return number_in(text, key);
  }
  if (std::count(text.begin(), text.end(), ':') > 2) fail_key(key);
  Config slice = Config::entries();
  for (const char* name : {"start", "stop", "step"}) slice.set(name, number_in(take_until(':', text), key));
  return Config::entries({{"class_name", "__slice__"}, {"config", slice}});
}

/// The key as Keras 3 writes it in files: a list if there is a comma.
Config key_in(const std::string& key) {
  std::string_view rest = key;
  if (rest.find(',') == std::string_view::npos) return part_in(without_blanks(rest), key);
  Config::List parts;
  while (!without_blanks(rest).empty()) parts.push_back(part_in(take_until(',', rest), key));
  return parts;
}

}  // namespace

KerasTensor add(const Operand& a, const Operand& b, const Options& options) {
  return merged<layers::Add>("Add", a, b, options);
}
KerasTensor subtract(const Operand& a, const Operand& b, const Options& options) {
  return merged<layers::Subtract>("Subtract", a, b, options);
}
KerasTensor multiply(const Operand& a, const Operand& b, const Options& options) {
  return merged<layers::Multiply>("Multiply", a, b, options);
}
KerasTensor maximum(const Operand& a, const Operand& b, const Options& options) {
  return merged<layers::Maximum>("Maximum", a, b, options);
}
KerasTensor minimum(const Operand& a, const Operand& b, const Options& options) {
  return merged<layers::Minimum>("Minimum", a, b, options);
}
KerasTensor true_divide(const Operand& a, const Operand& b, const Options& options) {
  return of_number("TrueDivide", a, b, options);
}
KerasTensor power(const Operand& a, const Operand& b, const Options& options) {
  return of_number("Power", a, b, options);
}
KerasTensor absolute(const KerasTensor& a, const Options& options) {
  return of_array("Absolute", a, options);
}
KerasTensor negative(const KerasTensor& a, const Options& options) {
  return of_array("Negative", a, options);
}
KerasTensor square(const KerasTensor& a, const Options& options) { return of_array("Square", a, options); }

KerasTensor get_item(const KerasTensor& a, const std::string& key, const Options& options) {
  return layers::GetItem(key_in(key), {.name = options.name})(a);
}

}  // namespace keratin::ops
