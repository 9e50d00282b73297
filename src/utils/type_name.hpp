#pragma once

#include <cxxabi.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <typeinfo>

namespace keratin::utils {

/// The name of a class as it stands in C++: `keratin::layers::Dense`.
inline std::string type_name(const std::type_info& type) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), &std::free);
  return name == nullptr ? type.name() : name.get();
}

/// The same without its namespace: `Dense`.
inline std::string class_name(const std::type_info& type) {
  const std::string name = type_name(type);
  return name.substr(name.rfind(':') + 1);
}

}  // namespace keratin::utils
