#include "keratin/config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "config/values.hpp"
#include "keratin/error.hpp"

namespace keratin {

struct Config::Value : std::variant<bool, std::int64_t, double, std::string, List, Entries> {
  using variant::variant;
};

Config::Config() = default;
Config::Config(bool value) : value_(std::make_unique<Value>(value)) {}
Config::Config(int value) : Config(std::int64_t{value}) {}
Config::Config(std::int64_t value) : value_(std::make_unique<Value>(value)) {}
Config::Config(double value) : value_(std::make_unique<Value>(value)) {}
Config::Config(const char* text) : Config(std::string(text)) {}
Config::Config(std::string text) : value_(std::make_unique<Value>(std::move(text))) {}
Config::Config(List list) : value_(std::make_unique<Value>(std::move(list))) {}

Config::Config(const Config& other)
    : value_(other.is_none() ? nullptr : std::make_unique<Value>(*other.value_)) {}
Config::Config(Config&& other) noexcept = default;
Config& Config::operator=(const Config& other) { return *this = Config(other); }
Config& Config::operator=(Config&& other) noexcept = default;
Config::~Config() = default;

bool Config::is_none() const { return value_ == nullptr; }

bool Config::operator==(const Config& other) const {
  return is_none() || other.is_none() ? is_none() == other.is_none() : *value_ == *other.value_;
}

template <class T>
const T* Config::as() const {
  return is_none() ? nullptr : std::get_if<T>(value_.get());
}

template const bool* Config::as() const;
template const std::int64_t* Config::as() const;
template const double* Config::as() const;
template const std::string* Config::as() const;
template const Config::List* Config::as() const;
template const Config::Entries* Config::as() const;

Config Config::entries(Entries entries) {
  Config config;
  config.value_ = std::make_unique<Value>(std::move(entries));
  return config;
}

namespace {

/// The entry of that name among `entries`, which may be constant.
template <class Entries>
auto find_entry(Entries& entries, std::string_view name) {
  return std::find_if(entries.begin(), entries.end(),
                      [&](const Config::Entry& entry) { return entry.first == name; });
}

}  // namespace

const Config* Config::find(std::string_view name) const {
  const auto* entries = as<Entries>();
  if (entries == nullptr) return nullptr;
  const auto found = find_entry(*entries, name);
  return found == entries->end() ? nullptr : &found->second;
}

template <class T>
T Config::get(std::string_view name) const {
  const Config* entry = find(name);
  if (entry == nullptr)
    throw ValueError(fmt::format("the argument '{}' is missing in {}", name, to_string(*this)));
  T value{};
  read_argument(name, *entry, value);
  return value;
}

template bool Config::get(std::string_view name) const;
template int Config::get(std::string_view name) const;
template double Config::get(std::string_view name) const;
template std::string Config::get(std::string_view name) const;
template Config Config::get(std::string_view name) const;

void Config::set(std::string_view name, Config value) {
  auto* entries = is_none() ? nullptr : std::get_if<Entries>(value_.get());
  if (entries == nullptr)
    throw ValueError(fmt::format("{} has no entries, so none can be set", to_string(*this)));
  const auto found = find_entry(*entries, name);
  if (found == entries->end()) {
    entries->emplace_back(name, std::move(value));
  } else {
    found->second = std::move(value);
  }
}

namespace {

/// Prints a config, truncated if it is long.
class Printer {
 public:
  std::string print(const Config& config) {
    put(config);
    if (text_.size() > most) text_.replace(most, std::string::npos, "...");
    return text_;
  }

 private:
  static constexpr std::size_t most = 200;

  void put(const Config& config) {
    if (text_.size() > most) return;
    if (const auto* truth = config.as<bool>()) text_ += *truth ? "True" : "False";
    if (const auto* integer = config.as<std::int64_t>()) text_ += fmt::format("{}", *integer);
    if (const auto* number = config.as<double>()) text_ += fmt::format("{}", *number);
    if (const auto* text = config.as<std::string>()) text_ += fmt::format("'{}'", *text);
    if (const auto* list = config.as<Config::List>()) put_list(*list);
    if (const auto* entries = config.as<Config::Entries>()) put_entries(*entries);
    if (config.is_none()) text_ += "None";
  }

  void put_list(const Config::List& list) {
    text_ += '[';
    for (const Config& element : list) {
      if (&element != list.data()) text_ += ", ";
      put(element);
    }
    text_ += ']';
  }

  void put_entries(const Config::Entries& entries) {
    text_ += '{';
    for (const auto& [name, value] : entries) {
      if (text_.back() != '{') text_ += ", ";
      text_ += fmt::format("'{}': ", name);
      put(value);
    }
    text_ += '}';
  }

  std::string text_;
};

}  // namespace

std::string to_string(const Config& config) { return Printer().print(config); }

}  // namespace keratin
