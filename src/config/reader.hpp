#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "config/values.hpp"

// A class's options are listed once, in the order of their fields, by a function template beside the class:
//
//   template <class Fields>
//   void list_fields(Fields& fields, HuberOptions& options) {
//     fields("name", options.name);
//     fields("delta", options.delta);
//   }
//
// write_config() and ConfigReader call it. Arguments that the class needs come before the options, and are
// listed by fields.required(name, value).

namespace keratin {

/// Puts the fields of options into a config.
class ConfigWriter {
 public:
  explicit ConfigWriter(Config config) : config_(std::move(config)) {}

  template <class T>
  void operator()(std::string_view name, const T& value) {
    config_.set(name, to_config(value));
  }

  template <class T>
  void required(std::string_view name, const T& value) {
    (*this)(name, value);
    required_names_.emplace_back(name);
  }

  // What concerns other configs than ours.
  void only(std::string_view /*name*/, const Config& /*value*/) {}
  void renamed(std::string_view /*older_name*/, std::string_view /*name*/) {}
  void ignore(std::string_view /*name*/) {}

  [[nodiscard]] Config take() { return std::move(config_); }
  [[nodiscard]] const std::vector<std::string>& required_names() const { return required_names_; }

 private:
  Config config_;
  std::vector<std::string> required_names_;
};

/// `config` with the fields of `options` after its own.
template <class Options>
Config write_config(Config config, Options options) {
  ConfigWriter writer(std::move(config));
  list_fields(writer, options);
  return writer.take();
}

template <class Options>
Config write_config(const Options& options) {
  return write_config(Config::entries(), options);
}

/// Reads arguments from a config, each of which must be known: an argument that is passed over could change
/// a result. All throw ValueError for what is missing or cannot be read.
class ConfigReader {
 public:
  /// The config must have entries and outlive the reader.
  explicit ConfigReader(const Config& config);

  ConfigReader(const ConfigReader&) = delete;
  ConfigReader& operator=(const ConfigReader&) = delete;

  /// An argument that must be there.
  template <class T>
  T required(std::string_view name) {
    const std::string_view known = name_in_config(name);
    read_.emplace(known);
    return config_.get<T>(known);
  }

  template <class T>
  void required(std::string_view name, T& value) {
    read_argument(name, required<Config>(name), value);
  }

  /// A field of options: it stays what it is where the config does not name it.
  template <class T>
  void operator()(std::string_view name, T& value) {
    const std::string_view known = name_in_config(name);
    read_.emplace(known);
    if (const Config* entry = config_.find(known)) read_argument(known, *entry, value);
  }

  /// An argument that is only supported with one value; also where it is not there.
  void only(std::string_view name, const Config& value);

  /// Reads the argument `name` from where an older Keras has it.
  void renamed(std::string_view older_name, std::string_view name);

  /// An argument that changes no result.
  void ignore(std::string_view name) { read_.emplace(name); }

  /// The options that the config names. All its entries must have been read then; one of no value (None or
  /// False) may be unknown.
  template <class Options>
  Options options() {
    Options options;
    list_fields(*this, options);
    finish();
    return options;
  }

  void finish() const;

 private:
  [[nodiscard]] std::string_view name_in_config(std::string_view name) const;

  const Config& config_;
  std::map<std::string, std::string, std::less<>> older_names_;
  std::set<std::string, std::less<>> read_;
};

}  // namespace keratin
