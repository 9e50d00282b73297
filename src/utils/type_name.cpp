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

}  // namespace keratin::utils
