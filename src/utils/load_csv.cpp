#include "keratin/utils/load_csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <map>
#include <string_view>
#include <system_error>

#include "files/csv_reader.hpp"
#include "files/system_file.hpp"
#include "keratin/error.hpp"
#include "memory_error.hpp"
#include "printable.hpp"

namespace keratin::utils {

namespace {

constexpr std::uint64_t most_bytes = 1ULL << 31U;

std::optional<float> number_in(const std::string& text) {
  const bool has_plus = text.starts_with('+') && !text.starts_with("+-");
  double number = 0.0;
  const char* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data() + (has_plus ? 1 : 0), last, number);
  if (error != std::errc() || end != last) return {};
  return static_cast<float>(number);
}

/// The classes by name, numbered as they come.
class Classes {
 public:
  void add(const std::string& name) {
    numbers_.push_back(known_.emplace(name, static_cast<int>(known_.size())).first->second);
  }

  /// Numbers them in their order, and writes each row's class down.
  void put_into(CsvTable& table) const {
    std::vector<std::pair<std::string, int>> order(known_.begin(), known_.end());
    const auto is_number = [](const auto& one) { return number_in(one.first).has_value(); };
    if (std::all_of(order.begin(), order.end(), is_number)) {
      std::stable_sort(order.begin(), order.end(), [](const auto& one, const auto& other) {
        return *number_in(one.first) < *number_in(other.first);
      });
    }
    std::vector<int> place(order.size());
    for (const auto& [name, number] : order) {
      place[static_cast<std::size_t>(number)] = static_cast<int>(table.class_names.size());
      table.class_names.push_back(name);
    }
    table.y = new_array<int>({static_cast<int>(numbers_.size())});
    std::transform(numbers_.begin(), numbers_.end(), table.y.data(),
                   [&](int number) { return place[static_cast<std::size_t>(number)]; });
  }

 private:
  std::map<std::string, int> known_;
  std::vector<int> numbers_;  // of each row
};

/// Where columns stand in the file's rows.
class CsvColumns {
 public:
  CsvColumns(const std::vector<std::string>& first_row, const LoadCsvOptions& options)
      : first_row_(first_row), has_header_(options.header) {
    if (options.label) label = place_of(*options.label);
    for (const CsvColumn& column : options.columns) of_x.push_back(place_of(column));
    for (std::size_t place = 0; place < first_row.size() && options.columns.empty(); ++place) {
      if (place != label) of_x.push_back(place);
    }
    if (of_x.empty()) throw ValueError("load_csv: the file has no column but the label: there is no x.");
  }

  /// `column 2` or `column 2 ("width")`.
  [[nodiscard]] std::string text(std::size_t place) const {
    return has_header_ ? fmt::format("column {} (\"{}\")", place + 1, first_row_[place])
                       : fmt::format("column {}", place + 1);
  }

  std::vector<std::size_t> of_x;
  std::optional<std::size_t> label;

 private:
  [[nodiscard]] std::size_t place_of(const CsvColumn& column) const {
    const int count = static_cast<int>(first_row_.size());
    if (const int* number = column.number()) {
      if (*number >= -count && *number < count)
        return static_cast<std::size_t>(*number < 0 ? *number + count : *number);
      throw ValueError(
          fmt::format("load_csv: the file has {} columns, numbers {} to {}, but the column {} was asked for.",
                      count, -count, count - 1, *number));
    }
    const std::string& name = *column.name();
    if (!has_header_) {
      throw ValueError(fmt::format(
          "load_csv: without a header columns have no names, but the column \"{}\" was asked for. Give its "
          "number, from 0.",
          name));
    }
    const auto found = std::find(first_row_.begin(), first_row_.end(), name);
    if (found != first_row_.end() && std::count(found, first_row_.end(), name) == 1)
      return static_cast<std::size_t>(found - first_row_.begin());
    std::string names;
    for (const std::string& known : first_row_) append_quoted(names, known);
    throw ValueError(fmt::format("load_csv: {} column \"{}\". The header has: {}.{}",
                                 found == first_row_.end() ? "there is no" : "there is more than one", name,
                                 names,
                                 found == first_row_.end() ? "" : " Give the column's number, from 0."));
  }

  std::vector<std::string> first_row_;
  bool has_header_;
};

float value_of(const std::string& field, std::optional<float> missing, const CsvColumns& columns,
               std::size_t place, const saving::CsvReader& reader) {
  if (field.empty() && missing) return *missing;
  if (const std::optional<float> number = number_in(field)) return *number;
  if (field.empty())
    reader.fail(columns.text(place) + ": the field is empty. Give .missing, the value of empty fields");
  reader.fail(fmt::format("{}: expected a number, but found \"{}\"{}", columns.text(place), field,
                          columns.label ? "" : ". If these are names of classes, give the column as .label"));
}

CsvTable read_table(const std::string& path, const LoadCsvOptions& options) {
  saving::CsvReader reader(path, options.delimiter, most_bytes);
  std::vector<std::string> fields;
  if (!reader.next(fields)) saving::fail_to_read(path, "it is empty");
  const CsvColumns columns(fields, options);
  CsvTable table;
  for (const std::size_t place : columns.of_x) {
    if (options.header) table.columns.push_back(fields[place]);
  }
  std::vector<float> values;
  Classes classes;
  for (bool more = !options.header || reader.next(fields); more; more = reader.next(fields)) {
    for (const std::size_t place : columns.of_x)
      values.push_back(value_of(fields[place], options.missing, columns, place, reader));
    if (!columns.label) continue;
    if (fields[*columns.label].empty()) reader.fail(columns.text(*columns.label) + ": the label is empty");
    classes.add(fields[*columns.label]);
  }
  if (values.empty()) saving::fail_to_read(path, "it has no row below the header");
  const std::size_t width = columns.of_x.size();
  table.x = new_array<float>({static_cast<int>(values.size() / width), static_cast<int>(width)});
  std::copy(values.begin(), values.end(), table.x.data());
  classes.put_into(table);
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
  return within_memory([&] { return read_table(path, options); }, [&] { saving::fail_to_hold(path); });
}

}  // namespace keratin::utils
