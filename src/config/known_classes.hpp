#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "config/reader.hpp"
#include "keratin/error.hpp"
#include "keratin/identifier.hpp"

namespace keratin {

/// The options of a class that takes none.
struct NoOptions {};

template <class Fields>
void list_fields(Fields& /*fields*/, NoOptions& /*options*/) {}

/// How a class's name and its arguments stand in a config.
struct SerializedObject {
  std::string class_name;
  Config config;
};

/// As Keras 3 writes an object: `{"module": "keras.initializers", "class_name": "Zeros", "config": {}, …}`.
Config to_config(const std::string& module, const SerializedObject& object);

/// What Keras of any version wrote. Throws ValueError, with the argument's name, where it is no object.
SerializedObject read_serialized(std::string_view argument, const Config& config);

/// Whether an object is of a user's class, which may have the name of one of Keras's: Keras writes under
/// which name such a class was registered, and no module of Keras's.
bool is_of_users_class(const Config& object);

/// Throws ValueError, with the argument's name, if it is.
void refuse_users_class(std::string_view argument, const Config& object);

/// A class that an identifier may name.
template <class Base>
struct KnownClass {
  std::vector<std::string_view> names;  ///< the class's own, its snake case and older ones
  Config defaults;                      ///< the config of an object that is made without arguments

  /// Null where the class needs arguments.
  std::shared_ptr<Base> (*make)();

  /// Throws ValueError for arguments that are not right. None for those that make() takes.
  Identifier<Base> (*read)(const Config& config);
};

/// A class whose objects are made from options.
template <class Base, class Class, class Options>
KnownClass<Base> known_class(std::vector<std::string_view> names) {
  return {std::move(names), write_config(Options()),
          []() -> std::shared_ptr<Base> { return std::make_shared<Class>(); },
          [](const Config& config) -> Identifier<Base> {
            ConfigReader reader(config);
            reader.only("dtype", "float32");
            const auto options = reader.options<Options>();
            if (write_config(options) == write_config(Options())) return {};
            if constexpr (std::is_constructible_v<Class, Options>) return Class(options);
            return {};
          }};
}

/// All classes of a kind.
template <class Base>
class KnownClasses {
 public:
  /// `kind` and `base` are named in errors: "initializer", "initializers::Initializer".
  KnownClasses(std::string kind, std::string base, std::string module, std::vector<KnownClass<Base>> classes)
      : kind_(std::move(kind)),
        base_(std::move(base)),
        module_(std::move(module)),
        classes_(std::move(classes)) {}

  /// A new object. Throws ValueError, listing the known names, for a name that is not known.
  [[nodiscard]] std::shared_ptr<Base> make(const std::string& name) const {
    const KnownClass<Base>* known = find(name);
    if (known != nullptr && known->make != nullptr) return known->make();
    std::string names;
    for (const KnownClass<Base>& one : classes_) {
      if (one.make != nullptr) names += fmt::format("{}'{}'", names.empty() ? "" : ", ", one.names.at(1));
    }
    throw ValueError(
        fmt::format("Unknown {0} '{1}'. Known {0}s: {2}. For another one derive a class from {3}.", kind_,
                    name, names, base_));
  }

  /// A name is not made into an object, which might draw a seed.
  [[nodiscard]] Config to_config(const Identifier<Base>& identifier) const {
    if (!identifier) return {};
    if (const auto& object = identifier.object()) {
      return keratin::to_config(module_, {object->name(), object->get_config()});
    }
    const KnownClass<Base>* known = find(identifier.name());
    if (known == nullptr) return identifier.name();
    return keratin::to_config(module_, {std::string(known->names.front()), known->defaults});
  }

  /// Throws ValueError, with the argument's name, for a class that is not known.
  [[nodiscard]] Identifier<Base> read(std::string_view argument, const Config& config) const {
    if (config.is_none()) return {};
    if (const auto* text = config.as<std::string>()) return *text;
    const auto [class_name, arguments] = read_serialized(argument, config);
    refuse_users_class(argument, config);
    const KnownClass<Base>* known = find(class_name);
    if (known == nullptr) {
      throw ValueError(fmt::format("the argument '{}' is a {}, which is no {} that is known", argument,
                                   class_name, kind_));
    }
    try {
      Identifier<Base> identifier = known->read(arguments);
      return identifier ? identifier : std::string(known->names.at(1));
    } catch (const ValueError& error) {
      throw ValueError(fmt::format("the argument '{}', a {}: {}", argument, class_name, error.what()));
    }
  }

 private:
  [[nodiscard]] const KnownClass<Base>* find(std::string_view name) const {
    for (const KnownClass<Base>& one : classes_) {
      for (const std::string_view its_name : one.names) {
        if (name == its_name) return &one;
      }
    }
    return nullptr;
  }

  std::string kind_, base_, module_;
  std::vector<KnownClass<Base>> classes_;
};

}  // namespace keratin
