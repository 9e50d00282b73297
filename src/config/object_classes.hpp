#pragma once

#include <fmt/format.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "config/known_classes.hpp"
#include "config/reader.hpp"
#include "keratin/error.hpp"

namespace keratin {

/// The classes of a kind that a config may name, each with what makes an object of its arguments and throws
/// ValueError for those that are not right.
template <class Base>
using ObjectClasses = std::map<std::string, std::shared_ptr<const Base> (*)(const Config&), std::less<>>;

/// The name of a function of Keras's that stands in a config; empty where it is something else.
std::string function_name(const Config& config);

/// The object that stands in a config as `argument`; `kind` is named in errors. Throws ValueError for a class
/// that is not known.
template <class Base>
std::shared_ptr<const Base> read_object(std::string_view kind, const ObjectClasses<Base>& classes,
                                        std::string_view argument, const Config& config) {
  const SerializedObject object = read_serialized(argument, config);
  refuse_users_class(argument, config);
  const std::string class_name = object.class_name.substr(object.class_name.rfind('>') + 1);
  const auto found = classes.find(class_name);  // Keras 2 writes "Custom>Adam"
  if (found == classes.end()) {
    throw ValueError(fmt::format("the argument '{}' is a {}, which is no {} that is known", argument,
                                 object.class_name, kind));
  }
  try {
    return found->second(object.config);
  } catch (const ValueError& error) {
    throw ValueError(fmt::format("the argument '{}', a {}: {}", argument, class_name, error.what()));
  }
}

}  // namespace keratin
