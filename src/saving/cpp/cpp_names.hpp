#pragma once

#include <map>
#include <set>
#include <string>

#include "keratin/layers/layer.hpp"

namespace keratin::saving {

/// The names in a C++ program: its variables, which differ, and its layers, which it counts.
class CppNames {
 public:
  /// A variable called `wanted`, if that may be one and is free, otherwise `base`, if need be with a number.
  std::string variable(const std::string& wanted, const std::string& base);

  /// Whether the program gives the next layer of this class the name by counting.
  [[nodiscard]] bool is_next(const std::string& class_name, const std::string& name) const;

  /// The same; counts it.
  bool take_next(const std::string& class_name, const std::string& name);

 private:
  std::set<std::string> variables_;
  std::map<std::string, int> numbers_;  // of variables, by their bases
  std::map<std::string, int> counts_;   // of layers, by their classes' names
};

/// Whether the layer's name was given, not counted from its class.
bool has_given_name(const Layer& layer);

}  // namespace keratin::saving
