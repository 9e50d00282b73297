#include "utils/line_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "keratin/error.hpp"
#include "keratin/utils/plot_lines.hpp"
#include "printable.hpp"
#include "utils/svg_file.hpp"

namespace keratin::utils {

namespace {

constexpr double chart_width = 640, chart_height = 300, left = 95, right = 20, top = 40, bottom = 50;

// Okabe and Ito, 2008: colors that most people can tell apart.
constexpr std::array line_colors = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"};

/// An axis from `low` to `high` with a mark at each multiple of `step`.
struct Scale {
  double low, high, step;

  /// A number with as many digits as tell two marks apart.
  [[nodiscard]] std::string text(double number) const {
    const double size = std::max(std::abs(low), std::abs(high));
    return fmt::format("{:.{}g}", number,
                       std::clamp(static_cast<int>(std::ceil(std::log10(size / step))) + 1, 4, 17));
  }

  [[nodiscard]] double share(double value) const { return (value - low) / (high - low); }

  [[nodiscard]] std::vector<double> marks() const {
    std::vector<double> all;
    const int count = static_cast<int>(std::lround(std::clamp((high - low) / step, 0.0, 50.0)));
    for (int i = 0; i <= count; ++i) {
      const double mark = low + i * step;
      all.push_back(std::abs(mark) < step / 1e6 ? 0.0 : mark);
    }
    return all;
  }
};

/// Marks at multiples of 1, 2 or 5 times a power of ten, about six of them; only at whole numbers if all are.
Scale scale_for(double least, double greatest, bool all_whole) {
  if (!(least <= greatest)) return {0.0, 1.0, 0.5};  // no finite number
  if (least == 0.0 && greatest == 0.0) return {-1.0, 1.0, 1.0};
  constexpr double most = std::numeric_limits<double>::max() / 4;  // of which the axis has a finite length
  least = std::max(least, -most);
  greatest = std::min(greatest, most);
  if (least == greatest && all_whole) return {least - 1, greatest + 1, 1};
  if (least == greatest) {
    least -= std::max(std::abs(least), 1e-300) / 2;
    greatest += std::max(std::abs(greatest), 1e-300) / 2;
  }
  const double rough = greatest / 6 - least / 6;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  const double factor = rough / power;
  const double fine = power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
  const double step = all_whole ? std::max(fine, 1.0) : fine;
  return {std::floor(least / step) * step, std::ceil(greatest / step) * step, step};
}

Scale scale_of(const Chart& chart, std::vector<double> ChartLine::*numbers) {
  double least = std::numeric_limits<double>::infinity(), greatest = -least;
  bool all_whole = numbers == &ChartLine::x;
  for (const ChartLine& line : chart.lines) {
    for (const double number : line.*numbers) {
      if (!std::isfinite(number)) continue;
      least = std::min(least, number);
      greatest = std::max(greatest, number);
      all_whole = all_whole && number == std::floor(number);
    }
  }
  return scale_for(least, greatest, all_whole);
}

/// One chart as SVG, in the rectangle below `y`.
class ChartWriter {
 public:
  ChartWriter(const Chart& chart, double y)
      : chart_(chart),
        y_(y),
        x_scale_(scale_of(chart, &ChartLine::x)),
        y_scale_(scale_of(chart, &ChartLine::y)) {}

  std::string write() {
    write_axes();
    for (std::size_t i = 0; i < chart_.lines.size(); ++i) {
      const char* color = line_colors[i % line_colors.size()];
      write_line(chart_.lines[i], color);
      write_legend(chart_.lines[i].name, color);
    }
    return std::move(svg_);
  }

 private:
  static constexpr double plot_width = chart_width - left - right, plot_height = chart_height - top - bottom;

  [[nodiscard]] double x_of(double value) const { return left + x_scale_.share(value) * plot_width; }
  [[nodiscard]] double y_of(double value) const {
    return y_ + top + (1 - y_scale_.share(value)) * plot_height;
  }

  void text(double x, double y, const std::string& text, const char* anchor, const std::string& more = "") {
    svg_ += svg_text(x, y, text, anchor, more);
  }

  void segment(double x0, double y0, double x1, double y1, const std::string& stroke) {
    svg_ += fmt::format("<path d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}\" stroke=\"{}\"/>\n", x0, y0, x1, y1, stroke);
  }

  void write_axes() {
    const char* grey = "#d9d9d9";
    for (const double mark : x_scale_.marks()) {
      segment(x_of(mark), y_ + top, x_of(mark), y_ + chart_height - bottom, grey);
      text(x_of(mark), y_ + chart_height - bottom + 16, x_scale_.text(mark), "middle");
    }
    for (const double mark : y_scale_.marks()) {
      segment(left, y_of(mark), chart_width - right, y_of(mark), grey);
      text(left - 6, y_of(mark) + 4, y_scale_.text(mark), "end");
    }
    text(left + plot_width / 2, y_ + chart_height - bottom + 36, chart_.x_label, "middle");
    const double middle = y_ + top + plot_height / 2;
    text(16, middle, chart_.y_label, "middle", fmt::format(" transform=\"rotate(-90 16 {:.1f})\"", middle));
  }

  void write_line(const ChartLine& line, const char* color) {
    std::string path;
    bool drawing = false;
    for (std::size_t i = 0; i < line.x.size(); ++i) {
      if (!std::isfinite(line.y[i])) {
        drawing = false;
        continue;
      }
      path += fmt::format("{}{:.1f} {:.1f}", drawing ? 'L' : 'M', x_of(line.x[i]), y_of(line.y[i]));
      const bool is_last = i + 1 == line.x.size() || !std::isfinite(line.y[i + 1]);
      if (!drawing && is_last) write_dot(line, i, color);
      drawing = true;
    }
    svg_ += fmt::format("<path d=\"{}\" stroke=\"{}\" stroke-width=\"2\" stroke-linecap=\"round\"/>\n", path,
                        color);
  }

  /// A number without neighbors, which no line would show, and what it is.
  void write_dot(const ChartLine& line, std::size_t i, const char* color) {
    const double x = x_of(line.x[i]), y = y_of(line.y[i]);
    svg_ += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\" fill=\"{}\"/>\n", x, y, color);
    text(x + 8, y + 4, fmt::format("{:.4g}", line.y[i]), "start");
  }

  /// Above the lines, side by side.
  void write_legend(std::string name, const char* color) {
    constexpr double letter = 7;
    const double most = (plot_width / static_cast<double>(chart_.lines.size()) - 52) / letter;
    name = shortened(name, static_cast<std::size_t>(std::max(8.0, most)));
    const double y = y_ + top - 16;
    segment(legend_end_, y - 4, legend_end_ + 25, y - 4, color);
    text(legend_end_ + 32, y, name, "start");
    legend_end_ += 52 + letter * static_cast<double>(name.size());
  }

  const Chart& chart_;
  double y_;
  Scale x_scale_, y_scale_;
  double legend_end_ = left;
  std::string svg_;
};

std::string svg_of(const std::vector<Chart>& charts) {
  std::string content;
  for (std::size_t i = 0; i < charts.size(); ++i) {
    content += ChartWriter(charts[i], chart_height * static_cast<double>(i)).write();
  }
  return svg_document(chart_width, chart_height * static_cast<double>(charts.size()), content);
}

}  // namespace

void plot_lines(const std::string& path, const std::map<std::string, ListOf<double>>& lines,
                const PlotOptions& options) {
  if (lines.empty()) throw ValueError("plot_lines: there is no line to draw.");
  Chart chart{options.x_label, options.y_label, {}};
  for (const auto& [name, numbers] : lines) {
    ChartLine& line = chart.lines.emplace_back(ChartLine{name, std::vector<double>(numbers.size()), numbers});
    std::iota(line.x.begin(), line.x.end(), 1.0);
  }
  draw_charts(path, {chart});
}

void draw_charts(const std::string& path, const std::vector<Chart>& charts) {
  check_chart_path(path);
  write_chart(path, svg_of(charts));
}

}  // namespace keratin::utils
