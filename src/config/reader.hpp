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

/// Puts fields into a config.
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

  // What only other configs than ours have.
  void only(std::string_view /*name*/, const Config& /*value*/) {}
  void renamed(std::string_view /*older_name*/, std::string_view /*name*/) {}
  void ignore(std::string_view /*name*/) {}
  template <class T>
  void older(std::string_view /*name*/, const T& /*value*/) {}

  [[nodiscard]] Config take() { return std::move(config_); }
  [[nodiscard]] const std::vector<std::string>& required_names() const { return required_names_; }

 private:
  Config config_;
  std::vector<std::string> required_names_;
};

/// `config` with `arguments` and the fields of `options` after its own.
template <class Options, class... Arguments>
Config write_config(Config config, Options options, Arguments... arguments) {
  ConfigWriter writer(std::move(config));
  list_fields(writer, arguments..., options);
  return writer.take();
}

template <class Options>
Config write_config(const Options& options) {
  return write_config(Config::entries(), options);
}

/// Reads arguments from a config. Unknown arguments are rejected: ignoring one could change a result. All
/// functions throw ValueError for an argument that is missing or cannot be read.
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

  /// A field of options; unchanged if the config does not name it.
  template <class T>
  void operator()(std::string_view name, T& value) {
    const std::string_view known = name_in_config(name);
    read_.emplace(known);
    if (const Config* entry = config_.find(known)) read_argument(known, *entry, value);
  }

  /// An argument that is only supported with one value; also if it is not there.
  void only(std::string_view name, const Config& value);

  /// Reads the argument `name` from its place in an older Keras.
  void renamed(std::string_view older_name, std::string_view name);

  /// An argument that changes no result.
  void ignore(std::string_view name) { read_.emplace(name); }

  /// A field that only older versions of Keras have.
  template <class T>
  void older(std::string_view name, T& value) {
    (*this)(name, value);
  }

  /// Throws ValueError if an entry was not read; one of no value (None or False) may be unknown.
  void finish() const;

 private:
  [[nodiscard]] std::string_view name_in_config(std::string_view name) const;

  const Config& config_;
  std::map<std::string, std::string, std::less<>> older_names_;
  std::set<std::string, std::less<>> read_;
};

/// What `use` makes of the arguments and options that `reader`'s config has.
template <class Options, class... Arguments, class Use>
auto read_fields(ConfigReader& reader, Options options, const Use& use) {
  const auto read = [&](Arguments... arguments) {
    list_fields(reader, arguments..., options);
    reader.finish();
    return use(arguments..., options);
  };
  return read(unread<Arguments>()...);
}

template <class Options, class... Arguments, class Use>
auto read_fields(const Config& config, const Use& use) {
  ConfigReader reader(config);
  reader.only("dtype", "float32");
  return read_fields<Options, Arguments...>(reader, Options(), use);
}

/// The options of a class that takes none, or their base.
struct NoOptions {};

template <class Fields>
void list_fields(Fields& /*fields*/, NoOptions& /*options*/) {}

}  // namespace keratin
