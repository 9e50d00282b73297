#include "config/values.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "keratin/error.hpp"

namespace keratin {

namespace {

/// The numbers of a list, or a single number as a list of one.
std::vector<int> integers(std::string_view name, const Config& config, const char* expected) {
  const Config::List one = {config};
  const auto* list = config.as<Config::List>();
  std::vector<int> numbers;
  for (const Config& element : list == nullptr ? one : *list) {
    if (element.as<std::int64_t>() == nullptr) refuse_argument(name, expected, config);
    read_argument(name, element, numbers.emplace_back());
  }
  return numbers;
}

Config integer_list(std::initializer_list<int> numbers) {
  return Config::List(numbers.begin(), numbers.end());
}

}  // namespace

void refuse_argument(std::string_view name, const std::string& expected, const Config& received) {
  throw ValueError(
      fmt::format("the argument '{}' must be {}, but received {}", name, expected, to_string(received)));
}

Config to_config(float value) { return std::stod(fmt::format("{}", value)); }

Config to_config(const Shape& value) {
  if (value.empty()) return {};
  Config::List list;
  for (const int dimension : value) list.push_back(dimension == None ? Config() : Config(dimension));
  return list;
}

Config to_config(const Size2D& value) { return integer_list({value.rows, value.columns}); }

Config to_config(const Size3D& value) { return integer_list({value.depth, value.rows, value.columns}); }

Config to_config(const Sides1D& value) { return integer_list({value.before, value.after}); }

Config to_config(const Sides2D& value) {
  return Config::List{integer_list({value.top, value.bottom}), integer_list({value.left, value.right})};
}

Config to_config(const Sides3D& value) {
  return Config::List{integer_list({value.front, value.back}), integer_list({value.top, value.bottom}),
                      integer_list({value.left, value.right})};
}

Config to_config(const Axes& value) {
  if (value.end() - value.begin() == 1) return *value.begin();
  return Config::List(value.begin(), value.end());
}

Config to_config(const PerChannel& value) {
  if (value.values().empty()) return {};
  return value.values().size() == 1 ? Config(value.values().front()) : to_config(value.values());
}

void read_argument(std::string_view /*name*/, const Config& config, Config& value) { value = config; }

void read_argument(std::string_view name, const Config& config, bool& value) {
  if (const auto* truth = config.as<bool>()) {
    value = *truth;
  } else {
    refuse_argument(name, "True or False", config);
  }
}

void read_argument(std::string_view name, const Config& config, std::int64_t& value) {
  const auto* number = config.as<double>();
  constexpr double limit = 9007199254740992.0;  // 2^53: up to it a double holds every whole number
  if (const auto* integer = config.as<std::int64_t>()) {
    value = *integer;
  } else if (number != nullptr && std::trunc(*number) == *number && std::abs(*number) <= limit) {
    value = static_cast<std::int64_t>(*number);
  } else {
    refuse_argument(name, "a whole number", config);
  }
}

void read_argument(std::string_view name, const Config& config, int& value) {
  const auto* list = config.as<Config::List>();
  std::int64_t wide = 0;
  read_argument(name, list != nullptr && list->size() == 1 ? list->front() : config, wide);
  if (wide < std::numeric_limits<int>::min() || wide > std::numeric_limits<int>::max()) {
    refuse_argument(name, "of 32 bits", config);
  }
  value = static_cast<int>(wide);
}

void read_argument(std::string_view name, const Config& config, double& value) {
  if (const auto* number = config.as<double>()) {
    value = *number;
  } else if (const auto* integer = config.as<std::int64_t>()) {
    value = static_cast<double>(*integer);
  } else {
    refuse_argument(name, "a number", config);
  }
}

void read_argument(std::string_view name, const Config& config, float& value) {
  double wide = 0.0;
  read_argument(name, config, wide);
  if (std::abs(wide) > std::numeric_limits<float>::max()) refuse_argument(name, "of 32 bits", config);
  value = static_cast<float>(wide);
}

void read_argument(std::string_view name, const Config& config, std::string& value) {
  if (const auto* text = config.as<std::string>()) {
    value = *text;
  } else if (config.is_none()) {
    value.clear();
  } else {
    refuse_argument(name, "a text", config);
  }
}

void read_argument(std::string_view name, const Config& config, Shape& value) {
  value = {};
  if (config.is_none()) return;
  const auto* list = config.as<Config::List>();
  if (list == nullptr || list->size() > Shape::max_rank) {
    refuse_argument(name, fmt::format("a list of at most {} dimensions", Shape::max_rank), config);
  }
  for (const Config& element : *list) {
    int dimension = None;
    if (!element.is_none()) read_argument(name, element, dimension);
    value.push_back(dimension);
  }
}

void read_argument(std::string_view name, const Config& config, Size2D& value) {
  constexpr const char* expected = "a number or a list of two";
  const std::vector<int> numbers = integers(name, config, expected);
  if (numbers.empty() || numbers.size() > 2) refuse_argument(name, expected, config);
  value = Size2D(numbers.front(), numbers.back());
}

void read_argument(std::string_view name, const Config& config, Size3D& value) {
  constexpr const char* expected = "a number or a list of three";
  const std::vector<int> numbers = integers(name, config, expected);
  if (numbers.size() != 1 && numbers.size() != 3) refuse_argument(name, expected, config);
  value = numbers.size() == 1 ? Size3D(numbers[0]) : Size3D(numbers[0], numbers[1], numbers[2]);
}

void read_argument(std::string_view name, const Config& config, Sides1D& value) {
  constexpr const char* expected = "a number or a list of two";
  const std::vector<int> numbers = integers(name, config, expected);
  if (numbers.empty() || numbers.size() > 2) refuse_argument(name, expected, config);
  value = Sides1D(numbers.front(), numbers.back());
}

void read_argument(std::string_view name, const Config& config, Sides2D& value) {
  const auto* list = config.as<Config::List>();
  if (list != nullptr && list->size() == 2) {
    Sides1D rows(0), columns(0);
    read_argument(name, list->front(), rows);
    read_argument(name, list->back(), columns);
    value = Sides2D({rows.before, rows.after}, {columns.before, columns.after});
  } else if (config.as<std::int64_t>() != nullptr) {
    int all = 0;
    read_argument(name, config, all);
    value = Sides2D(all);
  } else {
    refuse_argument(name, "a number or two pairs of them", config);
  }
}

void read_argument(std::string_view name, const Config& config, Sides3D& value) {
  const auto* list = config.as<Config::List>();
  if (list != nullptr && list->size() == 3) {
    std::vector<Sides3D::Ends> ends;
    for (const Config& element : *list) {
      Sides1D sides(0);
      read_argument(name, element, sides);
      ends.push_back({sides.before, sides.after});
    }
    value = Sides3D(ends[0], ends[1], ends[2]);
  } else if (config.as<std::int64_t>() != nullptr) {
    int all = 0;
    read_argument(name, config, all);
    value = Sides3D(all);
  } else {
    refuse_argument(name, "a number or three pairs of them", config);
  }
}

void read_argument(std::string_view name, const Config& config, Axes& value) {
  value = Axes(integers(name, config, "a number or a list of them"));
}

void read_argument(std::string_view name, const Config& config, PerChannel& value) {
  const bool is_number = config.as<Config::List>() == nullptr && !config.is_none();
  std::vector<double> values;
  read_argument(name, is_number ? Config::List{config} : config, values);
  value = values;
}

}  // namespace keratin
