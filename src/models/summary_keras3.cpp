#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "keratin/error.hpp"
#include "models/summary_table.hpp"
#include "models/trainer.hpp"

namespace keratin::summary {

namespace {

enum class Align { left, right, center };

struct Column {
  const char* title;
  Align align;
  std::size_t width = 0;  ///< of the text, without a blank on each side
};

/// The glyphs of one kind of line: its left end, what fills it, what parts its columns, its right end.
struct Border {
  const char *left, *fill, *divider, *right;
};
constexpr Border top{"┏", "━", "┳", "┓"}, heading{"┃", " ", "┃", "┃"}, below_heading{"┡", "━", "╇", "┩"},
    body{"│", " ", "│", "│"}, between_rows{"├", "─", "┼", "┤"}, bottom{"└", "─", "┴", "┘"};

/// As Python's shutil.get_terminal_size().
int terminal_columns() {
  if (const char* variable = std::getenv("COLUMNS")) {
    const std::string_view text(variable);
    int columns = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), columns);
    if (error == std::errc{} && end == text.data() + text.size() && columns > 0) return columns;
  }
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

std::string aligned(const std::string& text, const Column& column) {
  const std::size_t blanks = column.width - std::min(column.width, width_of(text));
  switch (column.align) {
    case Align::left:
      return padded(text, column.width);
    case Align::right:
      return std::string(blanks, ' ') + text;
    case Align::center:
      return padded(std::string(blanks / 2, ' ') + text, column.width);
  }
  return text;
}

/// The table that Keras 3 has the Python library rich draw.
class Keras3Table {
 public:
  /// Of a model that `branches`, with the column Connected to.
  Keras3Table(const SummaryOptions& options, int line_length, bool branches)
      : expand_nested_(options.expand_nested), branches_(branches) {
    columns_ = {{"Layer (type)", Align::left}, {"Output Shape", Align::left}, {"Param #", Align::right}};
    std::vector<double> positions = {0.45, 0.8, 1.0};
    if (branches) {
      columns_.push_back({"Connected to", Align::left});
      positions = {0.3, 0.56, 0.74, 1.0};
    }
    const double scale = options.show_trainable ? 0.9 : 1.0;
    Columns columns = columns_of(options, {line_length, positions, 4, scale});
    if (options.show_trainable) {
      columns_.push_back({"Trainable", Align::center});
      columns.stops.push_back(columns.line_length);
    }
    set_widths(columns);
    std::vector<std::string> titles;
    for (const Column& column : columns_) titles.emplace_back(column.title);
    add_border(top);
    add_cells(titles, heading);
    add_border(below_heading);
  }

  void add_rows(const ModelLayer& of, const std::vector<Row>& rows, std::size_t level) {
    for (const Row& row : rows) {
      if (rows_++ > 0) add_border(between_rows);
      const Parameters parameters = parameters_of(*row.layer);
      const std::string trainable = parameters.all == 0 ? "-" : row.layer->trainable() ? "Y" : "N";
      const std::string prefix = level == 0 ? "" : std::string(3 * level, ' ') + "└ ";
      std::vector<std::string> cells = {prefix + title_of(*row.layer), output_shapes_of(row),
                                        with_separators(parameters.all)};
      const Lines connections = branches_ && level == 0 ? connections_of(of, *row.layer) : Lines{};
      if (branches_)
        cells.push_back(connections.empty() ? "-" : fmt::format("{}", fmt::join(connections, ", ")));
      cells.push_back(trainable);
      add_cells(cells, body);
      const ModelLayer* model = as_model(*row.layer);
      if (expand_nested_ && model != nullptr) add_rows(*model, rows_of(*model), level + 1);
    }
  }

  [[nodiscard]] Lines take_lines() {
    add_border(bottom);
    return std::move(lines_);
  }

 private:
  /// The space that borders and blanks need is taken from all columns, as evenly as it goes.
  void set_widths(const Columns& columns) {
    constexpr int blanks = 2;
    const auto count = static_cast<int>(columns_.size());
    int excess = blanks * count + columns.stops.back() + count + 1 - columns.line_length;
    int before = 0, left = count;
    for (std::size_t i = 0; i < columns_.size(); ++i, --left) {
      const int reduced = excess > 0 ? static_cast<int>(std::nearbyint(double(excess) / left)) : 0;
      const int width = columns.stops[i] - before - reduced;
      if (width < 1) {
        throw ValueError(
            fmt::format("summary: a line_length of {} leaves no room for the table. Give a larger one.",
                        columns.line_length));
      }
      columns_[i].width = static_cast<std::size_t>(width);
      before = columns.stops[i];
      excess -= reduced;
    }
  }

  void add_border(const Border& border) {
    std::string line = border.left;
    for (const Column& column : columns_) {
      if (&column != &columns_.front()) line += border.divider;
      line += repeated(border.fill, column.width + 2);
    }
    lines_.push_back(line + border.right);
  }

  /// Words that do not fit into a column go to its next line, and end in "…" if they are longer than that;
  /// titles stand at the bottom of their row, all else at the top.
  void add_cells(const std::vector<std::string>& texts, const Border& border) {
    std::vector<Lines> cells;
    std::size_t height = 0;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::size_t width = columns_[i].width;
      Lines& cell = cells.emplace_back(wrapped(texts[i], width));
      for (std::string& line : cell) {
        if (width_of(line) > width) line = std::string(cut(line, width - 1)) + "…";
      }
      height = std::max(height, cell.size());
    }
    for (Lines& cell : cells)
      cell.insert(&border == &heading ? cell.begin() : cell.end(), height - cell.size(), "");
    for (std::size_t row = 0; row < height; ++row) {
      std::string line = border.left;
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (i > 0) line += border.divider;
        line += ' ' + aligned(cells[i][row], columns_[i]) + ' ';
      }
      lines_.push_back(line + border.right);
    }
  }

  bool expand_nested_, branches_;
  std::vector<Column> columns_;
  Lines lines_;
  int rows_ = 0;
};

std::string readable_size(std::size_t bytes) {
  constexpr std::array units = {"B", "KB", "MB", "GB", "TB", "PB"};
  auto size = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; size >= 1024 && unit + 1 < units.size(); ++unit) size /= 1024;
  return fmt::format("{:.2f} {}", size, units[unit]);
}

/// Numbers and their bytes.
struct Count {
  std::size_t numbers = 0, bytes = 0;
};

/// Of the weights, `integers` of which are of eight bytes.
Count weight_count(std::size_t numbers, std::size_t integers) {
  return {numbers, numbers * sizeof(float) + integers * (sizeof(std::int64_t) - sizeof(float))};
}

/// Keras counts the number of the step too, which is of eight bytes.
Count optimizer_count(const ModelLayer& model) {
  const std::size_t numbers = model.trainer == nullptr ? 0 : model.trainer->weight_update().state_size();
  return numbers == 0 ? Count{} : Count{numbers, (numbers + 1) * sizeof(float)};
}

}  // namespace

Lines keras3_lines(const ModelLayer& model, const SummaryOptions& options) {
  const std::vector<Row> rows = listed_rows(model, options);
  constexpr int least = 40, margin = 4;
  const bool branches = !model.is_chain();
  const int widest = (branches ? 108 : 88) + (options.show_trainable ? 12 : 0);
  Keras3Table table(options, std::clamp(terminal_columns() - margin, least, widest), branches);
  table.add_rows(model, rows, 0);

  Lines lines = table.take_lines();
  lines.insert(lines.begin(), header_of(model));
  const auto add_total = [&](const char* title, const Count& count) {
    lines.push_back(fmt::format(" {} params: {} ({})", title, with_separators(count.numbers),
                                readable_size(count.bytes)));
  };
  const Parameters parameters = parameters_of(model);
  const Count weights = weight_count(parameters.all, parameters.integers), optimizer = optimizer_count(model);
  add_total("Total", {weights.numbers + optimizer.numbers, weights.bytes + optimizer.bytes});
  add_total("Trainable", weight_count(parameters.trainable, 0));
  add_total("Non-trainable", weight_count(parameters.all - parameters.trainable, parameters.integers));
  if (optimizer.numbers > 0) add_total("Optimizer", optimizer);
  return lines;
}

}  // namespace keratin::summary
