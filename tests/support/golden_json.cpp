#include "support/golden_json.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "support/paths.hpp"

namespace keratin::testing::golden {

namespace {

void append_numbers(const Json& value, std::vector<double>& numbers) {
  if (value.is_array()) {
    for (const Json& item : value) append_numbers(item, numbers);
  } else {
    numbers.push_back(value.is_boolean() ? (value.get<bool>() ? 1.0 : 0.0) : value.get<double>());
  }
}

}  // namespace

Json read(const std::string& file) {
  const std::string path = golden_path(file);
  std::ifstream stream(path);
  if (!stream) throw std::runtime_error("Golden values " + path + " cannot be read.");
  return Json::parse(stream);
}

Tensor tensor(const Json& json) {
  const auto shape = json.at("shape").get<std::vector<std::size_t>>();
  const auto data = json.at("data").get<std::vector<float>>();
  Tensor result = Tensor::from_shape(shape);
  if (result.size() != data.size()) throw std::runtime_error("A golden tensor's data do not fill its shape.");
  std::copy(data.begin(), data.end(), result.data());
  return result;
}

std::vector<Tensor> tensors(const Json& json) {
  std::vector<Tensor> result;
  for (const Json& item : json) result.push_back(tensor(item));
  return result;
}

std::vector<std::vector<Tensor>> tensor_lists(const Json& json) {
  std::vector<std::vector<Tensor>> result;
  for (const Json& item : json) result.push_back(tensors(item));
  return result;
}

Arguments arguments(const Json& json) {
  Arguments result;
  for (const auto& [key, value] : json.items()) {
    if (value.is_string()) {
      result.texts[key] = value.get<std::string>();
    } else if (!value.is_null()) {
      append_numbers(value, result.numbers[key]);
    }
  }
  return result;
}

}  // namespace keratin::testing::golden
