#pragma once

#include <concepts>
#include <memory>
#include <string>
#include <utility>

namespace keratin {

/// An identifier, as in Keras: an argument that is the name of a Base (`"he_uniform"`) or an object of a
/// class derived from it (`initializers::RandomNormal({.stddev = 0.02})`). A name becomes an object when it
/// is used, by the `get` function beside Base, so each use of a name makes a new object.
template <class Base>
class Identifier {
 public:
  /// Nothing: Keras's None.
  Identifier();
  Identifier(const char* name);
  Identifier(std::string name);
  template <std::derived_from<Base> Object>
  Identifier(Object object) : Identifier(std::make_shared<const Object>(std::move(object))) {}
  Identifier(std::shared_ptr<const Base> object);

  // Programs have many of them, so these are compiled once, in the library.
  Identifier(const Identifier& other);
  Identifier(Identifier&& other) noexcept;
  Identifier& operator=(const Identifier& other);
  Identifier& operator=(Identifier&& other) noexcept;
  ~Identifier();

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::shared_ptr<const Base>& object() const { return object_; }
  explicit operator bool() const { return object_ != nullptr || !name_.empty(); }

 private:
  std::string name_;
  std::shared_ptr<const Base> object_;
};

}  // namespace keratin
