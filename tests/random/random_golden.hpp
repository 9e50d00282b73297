#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "keratin/tensor.hpp"
#include "support/paths.hpp"

namespace keratin::testing {

/// What golden/random_numbers.py wrote: lists of named cases.
inline const nlohmann::json& random_numbers() {
  static const nlohmann::json numbers = [] {
    std::ifstream stream(golden_path("random_numbers.json"));
    return nlohmann::json::parse(stream);
  }();
  return numbers;
}

inline const nlohmann::json& random_case(const std::string& list, const std::string& name) {
  for (const nlohmann::json& one : random_numbers().at(list)) {
    if (one.at("name") == name) return one;
  }
  throw std::runtime_error("There is no golden case named '" + name + "'.");
}

inline std::vector<float> floats_of(const nlohmann::json& tensor) {
  return tensor.at("data").get<std::vector<float>>();
}

}  // namespace keratin::testing
