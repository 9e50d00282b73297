#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "keratin/axes.hpp"
#include "keratin/config.hpp"
#include "keratin/per_channel.hpp"
#include "keratin/shape.hpp"
#include "keratin/sides1d.hpp"
#include "keratin/sides2d.hpp"
#include "keratin/sides3d.hpp"
#include "keratin/size2d.hpp"
#include "keratin/size3d.hpp"

// How arguments are stored in a config. Each type has two functions: `to_config(value)`, and
// `read_argument(name, config, value)`, which throws a ValueError that begins with the argument's name if the
// config cannot be such a value. Those of classes such as initializers are beside the class.

namespace keratin {

/// "the argument 'units' must be a number, but received 'many'"
[[noreturn]] void refuse_argument(std::string_view name, const std::string& expected, const Config& received);

inline Config to_config(const Config& value) { return value; }
inline Config to_config(bool value) { return value; }
inline Config to_config(int value) { return value; }
inline Config to_config(std::int64_t value) { return value; }
inline Config to_config(double value) { return value; }
Config to_config(float value);  ///< the shortest decimal number that means it: 0.2f is 0.2
inline Config to_config(const std::string& value) { return value; }
Config to_config(const Shape& value);  ///< None if it is empty
Config to_config(const Size2D& value);
Config to_config(const Size3D& value);
Config to_config(const Sides1D& value);
Config to_config(const Sides2D& value);
Config to_config(const Sides3D& value);
Config to_config(const Axes& value);
Config to_config(const PerChannel& value);  ///< None for no numbers

void read_argument(std::string_view name, const Config& config, Config& value);
void read_argument(std::string_view name, const Config& config, bool& value);
void read_argument(std::string_view name, const Config& config, int& value);  ///< also a list of one
void read_argument(std::string_view name, const Config& config, std::int64_t& value);
void read_argument(std::string_view name, const Config& config, float& value);
void read_argument(std::string_view name, const Config& config, double& value);
void read_argument(std::string_view name, const Config& config, std::string& value);  ///< None is ""
void read_argument(std::string_view name, const Config& config, Shape& value);
void read_argument(std::string_view name, const Config& config, Size2D& value);
void read_argument(std::string_view name, const Config& config, Size3D& value);
void read_argument(std::string_view name, const Config& config, Sides1D& value);
void read_argument(std::string_view name, const Config& config, Sides2D& value);
void read_argument(std::string_view name, const Config& config, Sides3D& value);
void read_argument(std::string_view name, const Config& config, Axes& value);
void read_argument(std::string_view name, const Config& config, PerChannel& value);

template <class T>
Config to_config(const std::optional<T>& value) {
  return value ? to_config(*value) : Config();
}

/// A value to be overwritten; a Size2D has none of its own.
template <class T>
T unread() {
  if constexpr (std::is_default_constructible_v<T>) {
    return {};
  } else {
    return T(0);
  }
}

template <class T>
void read_argument(std::string_view name, const Config& config, std::optional<T>& value) {
  value.reset();
  if (!config.is_none()) read_argument(name, config, value.emplace(unread<T>()));
}

template <class T>
Config to_config(const std::vector<T>& values) {
  Config::List list;
  for (const T& value : values) list.push_back(to_config(value));
  return list;
}

template <class T>
void read_argument(std::string_view name, const Config& config, std::vector<T>& values) {
  values.clear();
  if (config.is_none()) return;
  const auto* list = config.as<Config::List>();
  if (list == nullptr) refuse_argument(name, "a list", config);
  for (const Config& element : *list) {
    T value{};
    read_argument(name, element, value);
    values.push_back(std::move(value));
  }
}

}  // namespace keratin
