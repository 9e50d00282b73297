#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/golden.hpp"

/// Reading the files of golden/.
namespace keratin::testing::golden {

using Json = nlohmann::json;

/// A file of golden/. Throws std::runtime_error if it cannot be read.
Json read(const std::string& file);

Tensor tensor(const Json& json);
std::vector<Tensor> tensors(const Json& json);
std::vector<std::vector<Tensor>> tensor_lists(const Json& json);
Arguments arguments(const Json& json);

/// The cases under one key of a file.
template <class Case>
std::vector<Case> load(const std::string& file, Case (*from)(const Json&), const char* key = "cases") {
  std::vector<Case> cases;
  const Json contents = read(file);
  for (const Json& json : contents.at(key)) cases.push_back(from(json));
  return cases;
}

}  // namespace keratin::testing::golden
