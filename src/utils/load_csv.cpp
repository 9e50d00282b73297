#include "keratin/utils/load_csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

#include "files/csv_reader.hpp"
#include "files/system_file.hpp"
#include "keratin/error.hpp"
#include "memory_error.hpp"
#include "printable.hpp"

namespace keratin::utils {

namespace {

constexpr std::uint64_t most_bytes = 1ULL << 31U;

enum class FieldKind { number, infinite, too_large, missing, text };

struct Field {
  FieldKind kind;
  double number = 0.0;
};

/// Whether a number out of the range of double lies above it, not between it and 0.
bool is_large(std::string_view text) {
  const std::string_view digits = text.substr(0, text.find_first_of("eE"));
  const auto point = static_cast<double>(std::min(digits.find('.'), digits.size()));
  const auto first = static_cast<double>(digits.find_first_of("123456789"));
  text.remove_prefix(std::min(digits.size() + 1, text.size()));
  const bool is_below = text.starts_with('-');
  if (is_below || text.starts_with('+')) text.remove_prefix(1);
  double exponent = 0.0;
  if (std::from_chars(text.data(), text.data() + text.size(), exponent).ec == std::errc::result_out_of_range)
    return !is_below;
  return point - first + (is_below ? -exponent : exponent) > 0;
}

/// What a field says. Underflow is 0.
Field field_in(std::string text, char decimal) {
  if (text.empty() || text == "nan" || text == "NaN" || text == "NA") return {FieldKind::missing};
  if (decimal != '.') {
    if (text.find('.') != std::string::npos) return {FieldKind::text};
    std::replace(text.begin(), text.end(), decimal, '.');
  }
  const bool has_plus = text.starts_with('+') && !text.starts_with("+-");
  const char* first = text.data() + (has_plus ? 1 : 0);
  const char* last = text.data() + text.size();
  double number = 0.0;
  const auto [end, error] = std::from_chars(first, last, number);
  if (end != last || error == std::errc::invalid_argument || std::isnan(number)) return {FieldKind::text};
  if (std::isinf(number)) return {FieldKind::infinite, number};
  if (error == std::errc()) return {FieldKind::number, number};
  return {is_large({first, last}) ? FieldKind::too_large : FieldKind::number};
}

/// The classes by name, numbered as they come.
class Classes {
 public:
  void add(const std::string& name) {
    numbers_.push_back(known_.emplace(name, static_cast<int>(known_.size())).first->second);
  }

  /// Numbers them in their order, and writes each row's class down. Throws IOError for a label that has no
  /// place in the order of numbers.
  void put_into(CsvTable& table, const std::string& path, char decimal) const {
    std::vector<Label> labels;
    for (const auto& [name, number] : known_) labels.push_back({name, number, field_in(name, decimal)});
    const bool by_value = are_numbers(labels, path);
    if (by_value) {
      std::sort(labels.begin(), labels.end(), [](const Label& one, const Label& other) {
        return std::tie(one.field.number, one.number) < std::tie(other.field.number, other.number);
      });
    }
    std::vector<int> place(labels.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const bool is_known = by_value && i > 0 && labels[i].field.number == labels[i - 1].field.number;
      if (!is_known) table.class_names.push_back(labels[i].name);
      place[static_cast<std::size_t>(labels[i].number)] = static_cast<int>(table.class_names.size()) - 1;
    }
    table.y = new_array<int>({static_cast<int>(numbers_.size())});
    std::transform(numbers_.begin(), numbers_.end(), table.y.data(),
                   [&](int number) { return place[static_cast<std::size_t>(number)]; });
  }

 private:
  struct Label {
    std::string name;
    int number;  // in the order of the file
    Field field;
  };

  static bool are_numbers(const std::vector<Label>& labels, const std::string& path) {
    const auto is = [](FieldKind kind) {
      return [=](const Label& label) { return label.field.kind == kind; };
    };
    if (std::any_of(labels.begin(), labels.end(), is(FieldKind::text)) ||
        std::all_of(labels.begin(), labels.end(), is(FieldKind::missing)))
      return false;
    for (const FieldKind kind : {FieldKind::missing, FieldKind::too_large}) {
      const auto odd = std::find_if(labels.begin(), labels.end(), is(kind));
      if (odd == labels.end()) continue;
      saving::fail_to_read(
          path, fmt::format("the labels are numbers, but \"{}\" is {}", odd->name,
                            kind == FieldKind::missing ? "none" : "too large for a number of type double"));
    }
    return true;
  }

  std::map<std::string, int> known_;
  std::vector<int> numbers_;  // of each row
};

/// Where columns stand in the file's rows.
class CsvColumns {
 public:
  CsvColumns(const std::vector<std::string>& first_row, const LoadCsvOptions& options, std::string advice)
      : first_row_(first_row), has_header_(options.header), advice_(std::move(advice)) {
    for (std::size_t place = 0; place < first_row.size() && has_header_; ++place) {
      const auto [known, is_new] = places_.emplace(first_row[place], place);
      if (!is_new) known->second.reset();
    }
    if (options.label) label_ = place_of(*options.label);
    for (const CsvColumn& column : options.columns) of_x_.push_back(place_of(column));
    for (std::size_t place = 0; place < first_row.size() && options.columns.empty(); ++place) {
      if (place != label_) of_x_.push_back(place);
    }
    if (of_x_.empty()) {
      throw ValueError(
          fmt::format("load_csv: the file has no column but the label: there is no x{}.", advice_));
    }
  }

  [[nodiscard]] const std::vector<std::size_t>& of_x() const { return of_x_; }
  [[nodiscard]] std::optional<std::size_t> label() const { return label_; }

  /// `column 2` or `column 2 ("width")`.
  [[nodiscard]] std::string text(std::size_t place) const {
    return has_header_ ? fmt::format("column {} (\"{}\")", place + 1, first_row_[place])
                       : fmt::format("column {}", place + 1);
  }

 private:
  [[nodiscard]] std::size_t place_of(const CsvColumn& column) const {
    return column.number() ? place_of_number(*column.number()) : place_of_name(*column.name());
  }

  [[nodiscard]] std::size_t place_of_number(int number) const {
    const int count = static_cast<int>(first_row_.size());
    if (number >= -count && number < count)
      return static_cast<std::size_t>(number < 0 ? number + count : number);
    throw ValueError(fmt::format(
        "load_csv: the file has {} column{}, numbers {} to {}, but the column {} was asked for{}.", count,
        count == 1 ? "" : "s", -count, count - 1, number, advice_));
  }

  [[nodiscard]] std::size_t place_of_name(const std::string& name) const {
    if (!has_header_) {
      throw ValueError(fmt::format(
          "load_csv: without a header columns have no names, but the column \"{}\" was asked for. Give its "
          "number, from 0.",
          name));
    }
    const auto found = places_.find(name);
    const bool is_known = found != places_.end();
    if (is_known && found->second) return *found->second;
    std::string names;
    for (const std::string& known : first_row_) append_quoted(names, known);
    throw ValueError(fmt::format("load_csv: {} column \"{}\". The header has: {}{}.",
                                 is_known ? "there is more than one" : "there is no", name, names,
                                 is_known ? ". Give the column's number, from 0" : advice_));
  }

  std::vector<std::string> first_row_;
  bool has_header_;
  std::string advice_;
  std::map<std::string, std::optional<std::size_t>> places_;  // nothing for a name that comes twice
  std::vector<std::size_t> of_x_;
  std::optional<std::size_t> label_;
};

/// What may help against a field that is no number.
std::string advice_for(const std::string& field, const LoadCsvOptions& options,
                       const saving::CsvReader& reader) {
  if (!reader.advice().empty()) return reader.advice();
  std::string point = field;
  std::replace(point.begin(), point.end(), ',', '.');
  if (options.decimal == '.' && field_in(point, '.').kind == FieldKind::number)
    return ". If the comma is the decimal point, give .decimal = ','";
  return options.label ? "" : ". If these are names of classes, give the column as .label";
}

float value_of(const std::string& text, const LoadCsvOptions& options, const CsvColumns& columns,
               std::size_t place, const saving::CsvReader& reader) {
  const Field field = field_in(text, options.decimal);
  const float value = static_cast<float>(field.number);
  if (field.kind == FieldKind::number && std::isfinite(value)) return value;
  const std::string column = columns.text(place);
  if (field.kind == FieldKind::missing) {
    if (options.missing) return *options.missing;
    reader.fail(fmt::format(
        "{}: {}. Give .missing, the value of fields that are empty or nan", column,
        text.empty() ? "the field is empty" : fmt::format("there is no number, but \"{}\"", text)));
  }
  if (field.kind == FieldKind::infinite)
    reader.fail(fmt::format("{}: expected a finite number, but found \"{}\"", column, text));
  if (field.kind != FieldKind::text) {
    reader.fail(fmt::format("{}: the number \"{}\" is too large for a float, which holds at most {:.2g}",
                            column, text, std::numeric_limits<float>::max()));
  }
  reader.fail(fmt::format("{}: expected a number, but found \"{}\"{}", column, text,
                          advice_for(text, options, reader)));
}

CsvTable read_table(const std::string& path, const LoadCsvOptions& options) {
  saving::CsvReader reader(path, options.delimiter, most_bytes);
  std::vector<std::string> fields;
  if (!reader.next(fields)) saving::fail_to_read(path, "it is empty");
  const CsvColumns columns(fields, options, reader.advice());
  CsvTable table;
  for (const std::size_t place : columns.of_x()) {
    if (options.header) table.columns.push_back(fields[place]);
  }
  std::vector<float> values;
  Classes classes;
  for (bool more = !options.header || reader.next(fields); more; more = reader.next(fields)) {
    for (const std::size_t place : columns.of_x())
      values.push_back(value_of(fields[place], options, columns, place, reader));
    if (!columns.label()) continue;
    const std::string& label = fields[*columns.label()];
    if (label.empty()) reader.fail(columns.text(*columns.label()) + ": the label is empty");
    classes.add(label);
  }
  if (values.empty()) saving::fail_to_read(path, "it has no row below the header");
  const std::size_t width = columns.of_x().size();
  table.x = new_array<float>({static_cast<int>(values.size() / width), static_cast<int>(width)});
  std::copy(values.begin(), values.end(), table.x.data());
  classes.put_into(table, path, options.decimal);
  return table;
}

}  // namespace

CsvTable load_csv(const std::string& path, const LoadCsvOptions& options) {
  constexpr std::string_view in_numbers = "\"\r\n.+-";
  const char delimiter = options.delimiter;
  if (in_numbers.find(delimiter) != std::string_view::npos ||
      std::isalnum(static_cast<unsigned char>(delimiter))) {
    throw ValueError(fmt::format(
        "load_csv: delimiter must be a character such as ',', ';' or '\\t', but received '{}'.", delimiter));
  }
  if (options.decimal != '.' && (options.decimal != ',' || delimiter == ',')) {
    throw ValueError(fmt::format(
        "load_csv: decimal must be '.', or ',' with another delimiter such as ';', but received '{}'.",
        options.decimal));
  }
  return within_memory([&] { return read_table(path, options); }, [&] { saving::fail_to_hold(path); });
}

}  // namespace keratin::utils

template class keratin::ListOf<keratin::utils::CsvColumn>;
