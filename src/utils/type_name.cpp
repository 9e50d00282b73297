#include "utils/type_name.hpp"

#include <cxxabi.h>

#include <cstdlib>
#include <memory>

namespace keratin::utils {

std::string type_name(const std::type_info& type) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), &std::free);
  return name == nullptr ? type.name() : name.get();
}

std::string class_name(const std::type_info& type) {
  const std::string name = type_name(type);
  return name.substr(name.rfind(':') + 1);
}

}  // namespace keratin::utils
