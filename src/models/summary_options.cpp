#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <regex>

#include "keratin/error.hpp"
#include "models/summary_table.hpp"
#include "nearest_name.hpp"

namespace keratin::summary {

namespace {

constexpr int longest_line = 10'000;

void check_positions(const std::vector<double>& positions, const ColumnDefaults& defaults) {
  double before = 0.0;
  bool increase = positions.size() == defaults.positions.size();
  for (double position : positions) {
    increase = increase && position > before && position <= longest_line;
    before = position;
  }
  if (increase) return;
  throw ValueError(
      fmt::format("summary: positions must be {} increasing numbers that say where Layer (type), Output "
                  "Shape{} stop, as shares of line_length ({}) or as columns up to {}, but received ({}).",
                  defaults.positions.size() == 3 ? "three" : "four",
                  defaults.positions.size() == 3 ? " and Param #" : ", Param # and Connected to",
                  fmt::join(defaults.positions, ", "), longest_line, fmt::join(positions, ", ")));
}

/// In libstdc++, matching takes time polynomial in the text's length only with this flag.
std::regex compiled(const std::string& pattern) {
  constexpr std::size_t longest_pattern = 1000;
  auto syntax = std::regex::ECMAScript;
#ifdef __GLIBCXX__
  syntax |= std::regex_constants::__polynomial;
#endif
  try {
    if (pattern.size() <= longest_pattern) return std::regex(pattern, syntax);
  } catch (const std::regex_error&) {
  }
  throw ValueError(
      fmt::format("summary: layer_range takes names of layers or regular expressions, but received \"{}\".",
                  cut(pattern, longest_pattern)));
}

/// The numbers of the first and of the last layer whose name begins with a match.
std::pair<std::size_t, std::size_t> matches(const std::vector<Row>& nodes, const std::string& pattern) {
  const std::regex expression = compiled(pattern);
  std::size_t first = nodes.size(), last = 0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!std::regex_search(nodes[i].layer->name(), expression, std::regex_constants::match_continuous))
      continue;
    first = std::min(first, i);
    last = i;
  }
  if (first < nodes.size()) return {first, last};
  Lines names;
  for (const Row& row : nodes) names.push_back(row.layer->name());
  throw ValueError(fmt::format("summary: layer_range names no layer by {}", among_known(pattern, names)));
}

}  // namespace

Columns columns_of(const SummaryOptions& options, const ColumnDefaults& defaults) {
  const int line_length = options.line_length.value_or(defaults.line_length);
  if (line_length < 1 || line_length > longest_line) {
    throw ValueError(fmt::format("summary: line_length must be from 1 to {}, but received {}.", longest_line,
                                 line_length));
  }
  std::vector<double> positions = options.positions;
  if (positions.empty()) positions = defaults.positions;
  check_positions(positions, defaults);
  const double unit = positions.back() <= 1.0 ? line_length : 1.0;
  Columns columns{line_length, {}};
  int before = 0;
  for (double position : positions) {
    const int stop = static_cast<int>(position * defaults.scale * unit);
    if (stop - before < defaults.least_width) {
      throw ValueError(fmt::format(
          "summary: a line_length of {} with positions ({}) leaves no room for the table: each column must "
          "be at least {} characters wide. Give a larger line_length or other positions.",
          line_length, fmt::join(positions, ", "), defaults.least_width));
    }
    columns.stops.push_back(stop);
    before = stop;
  }
  return columns;
}

std::vector<Row> listed_rows(const ModelLayer& model, const SummaryOptions& options) {
  std::vector<Row> rows = rows_of(model);
  if (!options.layer_range) return rows;
  const auto [lower_first, lower_last] = matches(rows, options.layer_range->first);
  const auto [upper_first, upper_last] = matches(rows, options.layer_range->second);
  const std::size_t begin = lower_first > upper_last ? upper_first : lower_first;
  const std::size_t end = lower_first > upper_last ? lower_last : upper_last;
  const std::span<const Row> listed = std::span<const Row>(rows).subspan(begin, end - begin + 1);
  return {listed.begin(), listed.end()};
}

}  // namespace keratin::summary
