#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

#include "keratin/error.hpp"
#include "keratin/utils/confusion_matrix.hpp"
#include "kernels/axis.hpp"
#include "printable.hpp"
#include "utils/svg_file.hpp"

namespace keratin::utils {

namespace {

constexpr double cell = 44, letter_width = 7, margin = 16;
constexpr std::size_t longest_name = 24;

void check_matrix(const xt::xarray<int>& matrix, const std::vector<std::string>& names) {
  const Shape shape = shape_of(matrix);
  constexpr int most = 64;
  if (shape.rank() != 2 || shape[0] != shape[1] || shape[0] < 1 || shape[0] > most) {
    throw ValueError(
        fmt::format("plot_confusion_matrix: matrix must be of shape (classes, classes), with 1 to {} "
                    "classes, but received an array of shape {}.",
                    most, to_string(shape)));
  }
  const int smallest = *std::min_element(matrix.begin(), matrix.end());
  if (smallest < 0) {
    throw ValueError(
        fmt::format("plot_confusion_matrix: matrix must hold numbers of samples, but one is {}.", smallest));
  }
  if (!names.empty() && names.size() != kernels::as_size(shape[0])) {
    throw ValueError(
        fmt::format("plot_confusion_matrix: class_names must be one for each of the {} classes, but there "
                    "are {}.",
                    shape[0], names.size()));
  }
}

std::vector<std::string> shown_names(const std::vector<std::string>& names, std::size_t classes) {
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < classes; ++i)
    shown.push_back(names.empty() ? fmt::format("{}", i) : shortened(names[i], longest_name));
  return shown;
}

/// A matrix as SVG: labels in rows, named on the left; predictions in columns, named below.
class MatrixWriter {
 public:
  MatrixWriter(const xt::xarray<int>& matrix, std::vector<std::string> names)
      : matrix_(matrix), names_(std::move(names)) {
    std::size_t longest = 0;
    for (const std::string& name : names_) longest = std::max(longest, name.size());
    for_names_ = letter_width * static_cast<double>(longest) + 12;
    left_ = 2 * margin + for_names_;
  }

  std::string write() {
    const std::size_t classes = names_.size();
    for (std::size_t row = 0; row < classes; ++row) write_row(row);
    const double side = cell * static_cast<double>(classes), below = margin + side;
    for (std::size_t i = 0; i < classes; ++i) {
      const double middle = cell * (static_cast<double>(i) + 0.5);
      text(left_ - 6, margin + middle + 4, names_[i], "end");
      turned_text(left_ + middle + 4, below + 6, names_[i], "end");
    }
    turned_text(margin + 4, margin + side / 2, "label", "middle");
    const double height = below + for_names_ + 2 * margin;
    text(left_ + side / 2, height - margin, "prediction", "middle");
    return svg_document(left_ + std::max(side, 80.0) + margin, height, svg_);
  }

 private:
  /// The darker, the larger the share of the row's samples.
  void write_row(std::size_t row) {
    const int* numbers = matrix_.data() + row * names_.size();
    const double total = std::accumulate(numbers, numbers + names_.size(), 0.0);
    for (std::size_t column = 0; column < names_.size(); ++column) {
      const double share = total > 0 ? numbers[column] / total : 0.0;
      const double x = left_ + cell * static_cast<double>(column);
      const double y = margin + cell * static_cast<double>(row);
      svg_ += fmt::format(
          "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{}\" height=\"{}\" stroke=\"#d9d9d9\" fill=\"#0072b2\" "
          "fill-opacity=\"{:.3f}\"/>\n",
          x, y, cell, cell, share);
      text(x + cell / 2, y + cell / 2 + 4, short_number(numbers[column]), "middle",
           share > 0.5 ? " style=\"fill:white\"" : "");
    }
  }

  /// A number as it fits into a cell.
  static std::string short_number(int number) {
    constexpr int most = 99'999;
    if (number <= most) return fmt::format("{}", number);
    double share = number / 1000.0;
    for (const char* unit : {"k", "M"}) {
      if (share < 999.5) return fmt::format("{:.3g}{}", share, unit);
      share /= 1000.0;
    }
    return fmt::format("{:.3g}G", share);
  }

  void text(double x, double y, const std::string& text, const char* anchor, const std::string& more = "") {
    svg_ += svg_text(x, y, text, anchor, more);
  }

  void turned_text(double x, double y, const std::string& what, const char* anchor) {
    text(x, y, what, anchor, fmt::format(" transform=\"rotate(-90 {:.1f} {:.1f})\"", x, y));
  }

  const xt::xarray<int>& matrix_;
  std::vector<std::string> names_;
  double for_names_ = 0, left_ = 0;
  std::string svg_;
};

}  // namespace

void plot_confusion_matrix(const xt::xarray<int>& matrix, const std::string& path,
                           const PlotConfusionMatrixOptions& options) {
  check_matrix(matrix, options.class_names);
  check_chart_path(path);
  const auto classes = matrix.shape(0);
  write_chart(path, MatrixWriter(matrix, shown_names(options.class_names, classes)).write());
}

}  // namespace keratin::utils
