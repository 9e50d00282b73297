#pragma once

#include <string>
#include <typeinfo>

namespace keratin::utils {

/// The name of a class as it stands in C++: `keratin::layers::Dense`.
std::string type_name(const std::type_info& type);

/// The same without its namespace: `Dense`.
std::string class_name(const std::type_info& type);

}  // namespace keratin::utils
