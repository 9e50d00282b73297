#include "saving/json.hpp"

#include <fmt/format.h>

#include <limits>
#include <vector>

#include "keratin/error.hpp"
#include "printable.hpp"

#ifdef KERATIN_HAS_JSON
#include <nlohmann/json.hpp>
#endif

namespace keratin::saving {

#ifdef KERATIN_HAS_JSON

namespace {

/// Writes a config as JSON in one line.
class Writer {
 public:
  explicit Writer(std::string& text) : text_(text) {}

  void write(const Config& config, std::size_t levels = 0) {
    if (levels > most_json_levels) {
      throw ValueError(
          fmt::format("The model's config has more than {} levels of nesting.", most_json_levels));
    }
    if (const auto* list = config.as<Config::List>()) {
      write_all('[', *list, ']', [&](const Config& element) { write(element, levels + 1); });
    } else if (const auto* entries = config.as<Config::Entries>()) {
      write_all('{', *entries, '}', [&](const Config::Entry& entry) {
        text_ += nlohmann::json(entry.first).dump() + ":";
        write(entry.second, levels + 1);
      });
    } else {
      text_ += value_of(config).dump();
    }
  }

 private:
  template <class Parts, class Write>
  void write_all(char begin, const Parts& parts, char end, const Write& write_part) {
    text_ += begin;
    for (const auto& part : parts) {
      if (&part != parts.data()) text_ += ',';
      write_part(part);
    }
    text_ += end;
  }

  static nlohmann::json value_of(const Config& config) {
    if (const auto* truth = config.as<bool>()) return *truth;
    if (const auto* integer = config.as<std::int64_t>()) return *integer;
    if (const auto* number = config.as<double>()) return *number;
    if (const auto* text = config.as<std::string>()) return *text;
    return nullptr;
  }

  std::string& text_;
};

/// Builds a config while the parser goes through the text, so that too much of it is noticed in time.
class ConfigBuilder : public nlohmann::json_sax<nlohmann::json> {
 public:
  ConfigBuilder(const std::string& source, const std::string& text) : source_(source), text_(text) {}

  Config take() { return std::move(root_); }

  bool null() override { return add({}); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(std::int64_t{value}); }
  bool number_unsigned(number_unsigned_t value) override {
    if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max())) {
      return add(static_cast<double>(value));
    }
    return add(static_cast<std::int64_t>(value));
  }
  bool number_float(number_float_t value, const string_t& /*text*/) override { return add(value); }
  bool string(string_t& value) override { return add(value); }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*size*/) override { return open(true); }
  bool key(string_t& name) override {
    open_.back().name = name;
    return true;
  }
  bool end_object() override { return close(Config::entries(std::move(open_.back().entries))); }
  bool start_array(std::size_t /*size*/) override { return open(false); }
  bool end_array() override { return close(std::move(open_.back().list)); }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::json::exception& /*error*/) override {
    const char first = text_[text_.find_first_not_of(" \t\r\n")];
    if (first == '{' || first == '[')
      throw IOError(fmt::format("{}: not valid JSON at byte {}", source_, position));
    throw IOError(fmt::format("{}: expected JSON, which begins with {{, but received \"{}\".", source_,
                              shortened(text_, 60)));
  }

 private:
  /// A list or an object of which the end has not come yet.
  struct Container {
    Config::List list;
    Config::Entries entries;
    std::string name = {};  ///< of the entry whose value comes next; empty in a list
    bool is_object = false;
  };

  bool add(Config value) {
    if (++values_ > most_json_values)
      throw IOError(fmt::format("{}: more than {} values", source_, most_json_values));
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().is_object) {
      open_.back().entries.emplace_back(std::move(open_.back().name), std::move(value));
    } else {
      open_.back().list.push_back(std::move(value));
    }
    return true;
  }

  bool open(bool is_object) {
    if (open_.size() >= most_json_levels) {
      throw IOError(fmt::format("{}: more than {} levels of nesting", source_, most_json_levels));
    }
    open_.emplace_back().is_object = is_object;
    return true;
  }

  bool close(Config container) {
    open_.pop_back();
    return add(std::move(container));
  }

  const std::string &source_, &text_;
  std::vector<Container> open_;
  std::size_t values_ = 0;
  Config root_;
};

}  // namespace

std::string to_json(const Config& config) {
  try {
    std::string text;
    Writer(text).write(config);
    return text;
  } catch (const nlohmann::json::exception&) {
    throw ValueError("A name in the model is not valid UTF-8, which JSON asks for.");
  }
}

Config parse_json(const std::string& source, const std::string& text) {
  if (text.size() > longest_json)
    throw IOError(fmt::format("{}: a text of {} bytes, more than {}", source, text.size(), longest_json));
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    throw IOError(fmt::format("{}: it is empty, but JSON was expected", source));
  ConfigBuilder builder(source, text);
  if (!nlohmann::json::sax_parse(text, &builder)) throw IOError(fmt::format("{}: not valid JSON", source));
  return builder.take();
}

#else

namespace {

[[noreturn]] void fail_without_json() {
  throw ValueError(
      "Models are written as JSON, but Keratin was built without nlohmann-json: install it and build again "
      "with KERATIN_SAVING=ON.");
}

}  // namespace

std::string to_json(const Config& /*config*/) { fail_without_json(); }

Config parse_json(const std::string& /*source*/, const std::string& /*text*/) { fail_without_json(); }

#endif

}  // namespace keratin::saving
