#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keratin {

/// A config, as in Keras: the arguments that an object was made with, as JSON can hold them. Nothing (Keras's
/// None), a bool, a number, a string, a list, or named entries, which keep their order.
class Config {
 public:
  using List = std::vector<Config>;
  using Entry = std::pair<std::string, Config>;
  using Entries = std::vector<Entry>;

  Config();
  Config(bool value);
  Config(int value);
  Config(std::int64_t value);
  Config(double value);
  Config(const char* text);
  Config(std::string text);
  Config(List list);

  Config(const Config& other);
  Config(Config&& other) noexcept;
  Config& operator=(const Config& other);
  Config& operator=(Config&& other) noexcept;
  ~Config();

  /// `Config::entries({{"units", 64}, {"use_bias", true}})`.
  static Config entries(Entries entries = {});

  [[nodiscard]] bool is_none() const;

  /// Null if it is of another kind: `if (const bool* truth = config.as<bool>())`. T is bool, std::int64_t,
  /// double, std::string, List or Entries.
  template <class T>
  [[nodiscard]] const T* as() const;

  /// The entry of that name; null if there is none.
  [[nodiscard]] const Config* find(std::string_view name) const;

  /// The entry of that name. Throws ValueError if there is none, or one of another kind; T is bool, int,
  /// double, std::string or Config.
  template <class T>
  [[nodiscard]] T get(std::string_view name) const;

  /// Gives the entry of that name a value. Throws ValueError if this has no entries.
  void set(std::string_view name, Config value);

  bool operator==(const Config& other) const;

 private:
  struct Value;

  std::unique_ptr<Value> value_;  // none: null
};

/// As Python prints it, for messages.
std::string to_string(const Config& config);

}  // namespace keratin
