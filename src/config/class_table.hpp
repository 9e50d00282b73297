#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeinfo>
#include <vector>

#include "config/reader.hpp"
#include "config/serialized.hpp"
#include "keratin/error.hpp"
#include "keratin/identifier.hpp"
#include "nearest_name.hpp"

namespace keratin {

/// A class whose objects may stand in configs.
template <class Base>
struct KnownClass {
  std::vector<std::string_view> names;  ///< its own; then those that mean an object without arguments

  /// The object of these arguments. Throws ValueError if they are not right.
  std::shared_ptr<Base> (*read)(const Config& arguments);

  /// These arguments and the defaults of all others.
  Config (*completed)(const Config& arguments) = nullptr;

  const std::type_info* type = nullptr;  ///< null if objects of several classes have this name

  [[nodiscard]] std::string class_name() const { return std::string(names[0]); }

  /// Whether a name may mean an object of this class; then the first of them, Keras's name of the function.
  [[nodiscard]] bool may_be_named() const { return names.size() > 1; }
  [[nodiscard]] std::string function() const { return std::string(names.at(1)); }
};

/// A class that is made of `Arguments` and `Options`, which list_fields() lists.
template <class Base, class Class, class Options, class... Arguments>
KnownClass<Base> known_class(std::vector<std::string_view> names) {
  const auto read = [](const Config& config) {
    return read_fields<Options, Arguments...>(
        config, [](const Arguments&... arguments, const Options& options) -> std::shared_ptr<Base> {
          if constexpr (std::is_base_of_v<NoOptions, Options>) {
            return std::make_shared<Class>(arguments...);
          } else {
            return std::make_shared<Class>(arguments..., options);
          }
        });
  };
  const auto complete = [](const Config& config) {
    return read_fields<Options, Arguments...>(config,
                                              [](const Arguments&... arguments, const Options& options) {
                                                return write_config(Config::entries(), options, arguments...);
                                              });
  };
  return {std::move(names), read, complete, &typeid(Class)};
}

/// All classes of a kind.
template <class Base>
class ClassTable {
 public:
  /// Errors name `kind` and `base`: "initializer", "initializers::Initializer".
  ClassTable(std::string kind, std::string base, std::string module, std::vector<KnownClass<Base>> classes)
      : kind_(std::move(kind)),
        base_(std::move(base)),
        module_(std::move(module)),
        classes_(std::move(classes)) {}

  /// The class of this name, its own or another one; null if there is none.
  [[nodiscard]] const KnownClass<Base>* find(std::string_view name) const {
    const auto found = std::find_if(classes_.begin(), classes_.end(), [&](const KnownClass<Base>& known) {
      return std::find(known.names.begin(), known.names.end(), name) != known.names.end();
    });
    return found == classes_.end() ? nullptr : &*found;
  }

  /// Whether an object is of the class of this name: not if its own class derives from it.
  [[nodiscard]] bool is_of(std::string_view class_name, const Base& object) const {
    const KnownClass<Base>* known = find(class_name);
    return known != nullptr && (known->type == nullptr || *known->type == typeid(object));
  }

  /// find() for a name that may mean an object.
  [[nodiscard]] const KnownClass<Base>* find_named(std::string_view name) const {
    const KnownClass<Base>* known = find(name);
    return known != nullptr && known->may_be_named() ? known : nullptr;
  }

  /// The names that may mean an object, without those of classes.
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const KnownClass<Base>& known : classes_)
      names.insert(names.end(), known.names.begin() + 1, known.names.end());
    return names;
  }

  /// A new object of what a name means. Throws ValueError for an unknown one.
  [[nodiscard]] std::shared_ptr<Base> make(std::string_view name) const {
    if (const KnownClass<Base>* known = find_named(name)) return known->read(Config::entries());
    throw UnknownName(fmt::format("Unknown {} {}", kind_, among_known(name, names())),
                      fmt::format("For another one derive a class from {}.", base_));
  }

  /// The object that stands in a config as `argument`. Throws ValueError for an unknown class.
  [[nodiscard]] std::shared_ptr<Base> read(std::string_view argument, const Config& config) const {
    SerializedObject object = read_serialized(argument, config);
    refuse_users_class(argument, config);
    object.class_name.erase(0, object.class_name.rfind('>') + 1);  // tf-keras writes "Custom>Adam"
    return of_class(argument, object,
                    [&](const KnownClass<Base>& known) { return known.read(object.config); });
  }

  /// What stands in a config as `argument`. An object without arguments of its own becomes a name: a new one
  /// might draw a seed.
  [[nodiscard]] Identifier<Base> read_identifier(std::string_view argument, const Config& config) const {
    if (config.is_none()) return {};
    if (const auto* name = config.as<std::string>()) return *name;
    const SerializedObject object = read_serialized(argument, config);
    refuse_users_class(argument, config);
    return of_class(argument, object, [&](const KnownClass<Base>& known) -> Identifier<Base> {
      const bool is_usual =
          known.may_be_named() && known.completed(object.config) == known.completed(Config::entries());
      if (is_usual) return known.function();
      return std::shared_ptr<const Base>(known.read(object.config));
    });
  }

  /// What an identifier means, as it stands in configs. A name is not made into an object.
  [[nodiscard]] Config to_config(const Identifier<Base>& identifier) const {
    if (!identifier) return {};
    if (const auto& object = identifier.object())
      return keratin::to_config(module_, {object->name(), object->get_config()});
    const KnownClass<Base>* known = find_named(identifier.name());
    if (known == nullptr) return identifier.name();
    return keratin::to_config(module_, {known->class_name(), known->completed(Config::entries())});
  }

 private:
  template <class Use>
  auto of_class(std::string_view argument, const SerializedObject& object, const Use& use) const {
    const KnownClass<Base>* known = find(object.class_name);
    if (known == nullptr) {
      throw ValueError(
          fmt::format("the argument '{}' is a {}, an unknown {}", argument, object.class_name, kind_));
    }
    try {
      return use(*known);
    } catch (const ValueError& error) {
      throw ValueError(fmt::format("the argument '{}', a {}: {}", argument, object.class_name, error.what()));
    }
  }

  std::string kind_, base_, module_;
  std::vector<KnownClass<Base>> classes_;
};

}  // namespace keratin
