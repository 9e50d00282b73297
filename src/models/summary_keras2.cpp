#include <fmt/format.h>

#include <algorithm>

#include "models/summary_table.hpp"

namespace keratin::summary {

namespace {

/// Keras 2.3's table. What later versions of Keras 2 added is drawn in its form: the column Trainable (2.8),
/// and nested models' layers between bars (2.7), where the line under the last of them stands for the rule to
/// the next row.
class Keras2Table {
 public:
  Keras2Table(const SummaryOptions& options, const Columns& columns, const Details& details)
      : options_(options), columns_(columns), details_(details), connects_(columns.stops.size() > 3) {
    if (!options.show_trainable) return;
    constexpr int trainable_width = 11;
    columns_.line_length += trainable_width;
    columns_.stops.push_back(columns_.line_length);
  }

  void add_header(const ModelLayer& model) {
    lines_.push_back(header_of(model));
    add_rule("_", 0);
    add_row({"Layer (type)", "Output Shape", "Param #"}, "Connected to", "Trainable", 0);
    add_rule("=", 0);
  }

  void add_rows(const ModelLayer& of, const std::vector<Row>& rows, std::size_t level) {
    for (const Row& row : rows) {
      const ModelLayer* model = as_model(*row.layer);
      Lines connections = connects_ && level == 0 ? connections_of(of, *row.layer) : Lines{};
      connections.resize(std::max<std::size_t>(1, connections.size()));
      add_row({title_of(*row.layer), output_shapes_of(row), std::to_string(parameters_of(*row.layer).all)},
              connections.front(), row.layer->trainable() ? "Y" : "N", level);
      for (std::size_t i = 1; i < connections.size(); ++i) add_row({"", "", ""}, connections[i], "", level);
      if (details_) add_details(row, level);
      if (options_.expand_nested && model != nullptr) {
        add_rule("¯", level + 1);
        add_rows(*model, rows_of(*model), level + 1);
        add_rule("¯", level);
      } else if (&row != &rows.back()) {
        add_rule("_", level);
      }
    }
  }

  void add_totals(const Parameters& parameters) {
    add_rule("=", 0);
    lines_.push_back("Total params: " + with_separators(parameters.all));
    lines_.push_back("Trainable params: " + with_separators(parameters.trainable));
    lines_.push_back("Non-trainable params: " + with_separators(parameters.all - parameters.trainable));
    add_rule("_", 0);
  }

  [[nodiscard]] Lines take_lines() { return std::move(lines_); }

 private:
  /// What is left of `width` between the bars of a level.
  static std::size_t inside(int width, std::size_t level) {
    const auto whole = static_cast<std::size_t>(width);
    return whole - std::min(whole, 2 * level);
  }

  void add_rule(const std::string& mark, std::size_t level) {
    const std::string bars(level, '|');
    lines_.push_back(bars + repeated(mark, inside(columns_.line_length, level)) + bars);
  }

  /// Each field is put behind what is there, with a blank for its last character, and the line is cut at the
  /// field's stop.
  void add_row(Lines fields, const std::string& connection, const std::string& trainable, std::size_t level) {
    if (connects_) fields.push_back(connection);
    fields.push_back(trainable);
    const std::string bars(level, '|');
    std::string line = level == 0 ? "" : bars + ' ';
    for (std::size_t i = 0; i < columns_.stops.size(); ++i) {
      auto stop = static_cast<std::size_t>(columns_.stops[i]);
      if (i > 0) line = fmt::format("{} ", cut(line, width_of(line) - 1));
      if (i + 1 == columns_.stops.size()) stop -= std::min(stop, level);
      line += fields[i];
      line = padded(cut(line, stop), stop);
    }
    lines_.push_back(line + bars);
  }

  void add_details(const Row& row, std::size_t level) {
    constexpr std::size_t least_width = 24, blank = 1;
    const std::string bars(level, '|');
    const std::size_t width = std::max(inside(columns_.stops.back(), level), least_width);
    for (const std::string& line : details_(row, level == 0 ? width : width - blank)) {
      lines_.push_back(level == 0 ? line : fmt::format("{0}{1}{0}", bars, padded(line, width)));
    }
  }

  const SummaryOptions& options_;
  Columns columns_;
  const Details& details_;
  bool connects_;  // whether there is the column Connected to
  Lines lines_;
};

}  // namespace

Lines keras2_lines(const ModelLayer& model, const SummaryOptions& options, const Columns& columns,
                   const Details& details) {
  const std::vector<Row> rows = listed_rows(model, options);
  Keras2Table table(options, columns, details);
  table.add_header(model);
  table.add_rows(model, rows, 0);
  table.add_totals(parameters_of(model));
  return table.take_lines();
}

Lines keras2_lines(const ModelLayer& model, const SummaryOptions& options) {
  const ColumnDefaults defaults = model.is_chain() ? ColumnDefaults{65, {0.45, 0.85, 1.0}, 2}
                                                   : ColumnDefaults{98, {0.33, 0.55, 0.67, 1.0}, 2};
  return keras2_lines(model, options, columns_of(options, defaults));
}

}  // namespace keratin::summary
