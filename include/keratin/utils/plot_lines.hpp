#pragma once

#include <map>
#include <string>

#include "keratin/list_of.hpp"

namespace keratin::utils {

/// The named arguments of plot_lines().
struct PlotOptions {
  std::string x_label = "step";
  std::string y_label = "loss";
};

/// Draws lines into one chart, such as the two losses of a GAN: `plot_lines("losses.svg", {{"generator", g},
/// {"discriminator", d}})`. The numbers of each belong to the steps 1, 2, …; one that is not finite leaves a
/// gap. `path` must end in .svg or .png. A .png takes the program rsvg-convert: if it is not installed, the
/// chart goes to `<path>.svg`, and a line on standard error says so. Throws ValueError for another ending and
/// without lines; IOError if the file cannot be written.
void plot_lines(const std::string& path, const std::map<std::string, ListOf<double>>& lines,
                const PlotOptions& options = {});

/// The same with lines in a map of std::vector, such as History::history.
template <std::convertible_to<ListOf<double>> Numbers>
void plot_lines(const std::string& path, const std::map<std::string, Numbers>& lines,
                const PlotOptions& options = {}) {
  plot_lines(path, std::map<std::string, ListOf<double>>(lines.begin(), lines.end()), options);
}

}  // namespace keratin::utils
