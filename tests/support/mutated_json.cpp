#include "support/mutated_json.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "support/hostile.hpp"

namespace keratin::testing {
namespace {

using nlohmann::json;

void collect(json& value, std::vector<json*>& values) {
  values.push_back(&value);
  if (!value.is_structured()) return;
  for (auto& item : value) collect(item, values);
}

std::vector<json*> all_values(json& document) {
  std::vector<json*> values;
  collect(document, values);
  return values;
}

json some_text(std::mt19937& random) {
  static const std::vector<std::string> texts = {"",
                                                 "\x1b[31mred\x1b[0m",
                                                 "two\nlines",
                                                 std::string("nul\0within", 10),
                                                 "/",
                                                 ".",
                                                 "..",
                                                 "a/b",
                                                 "\xe2\x80\xae"
                                                 "back",
                                                 "%s%n",
                                                 "same",
                                                 "relu",
                                                 "Sequential",
                                                 "'",
                                                 "\"",
                                                 "</b>",
                                                 " "};
  if (random() % 6 == 0) return std::string(1U << random() % 18, static_cast<char>('a' + random() % 26));
  return one_of(texts, random);
}

json some_number(std::mt19937& random) {
  static const std::vector<json> numbers = {
      0,     -1,     1,      2,   7,    4097, 65536,     2147483647, 2147483648, -2147483649, 1e9,    1e18,
      1e308, -1e308, 5e-324, 0.5, -0.0, 1.5,  INT64_MIN, INT64_MAX,  UINT64_MAX, 8192,        1048576};
  return one_of(numbers, random);
}

json nested(json value, int levels) {
  for (int i = 0; i < levels; ++i) value = json::array({std::move(value)});
  return value;
}

json in_models(json layer, int levels) {
  for (int i = 0; i < levels; ++i)
    layer = {{"class_name", "Sequential"},
             {"config", {{"name", "m" + std::to_string(i)}, {"layers", json::array({std::move(layer)})}}}};
  return layer;
}

void repeat(json& list, std::size_t times) {
  if (!list.is_array() || list.empty()) return;
  const json last = list.back();
  for (std::size_t i = 0; i < times; ++i) list.push_back(last);
}

void erase_one(json& value, std::mt19937& random) {
  if (!value.is_structured() || value.empty()) return;
  auto item = value.begin();
  std::advance(item, static_cast<std::ptrdiff_t>(random() % value.size()));
  value.erase(item);
}

void rename_one(json& value, std::mt19937& random) {
  if (!value.is_object() || value.empty()) return;
  auto item = value.begin();
  std::advance(item, static_cast<std::ptrdiff_t>(random() % value.size()));
  json moved = std::move(*item);
  value.erase(item);
  value[some_text(random).get<std::string>()] = std::move(moved);
}

void change(json& document, std::mt19937& random) {
  const std::vector<json*> values = all_values(document);
  json& value = *one_of(values, random);
  switch (random() % 12) {
    case 0:
      value = nullptr;
      break;
    case 1:
      value = some_text(random);
      break;
    case 2:
    case 3:
      value = some_number(random);
      break;
    case 4:
      value = random() % 2 == 0 ? json::object() : json::array();
      break;
    case 5:
      value = nested(std::move(value), 1 << random() % 9);
      break;
    case 6:
      value = json(*one_of(values, random));
      break;
    case 7:
      erase_one(value, random);
      break;
    case 8:
      rename_one(value, random);
      break;
    case 9:
      repeat(value, 1U << random() % 11);
      break;
    case 10:
      value = in_models(std::move(value), 1 << random() % 7);
      break;
    default:
      value = random() % 2 == 0;
  }
}

}  // namespace

json mutated(json document, std::mt19937& random) {
  for (auto changes = 1 + random() % 3; changes > 0; --changes) change(document, random);
  return document;
}

}  // namespace keratin::testing
