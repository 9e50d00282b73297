#pragma once

#include <string>
#include <vector>

namespace keratin::utils {

/// A line of a chart. Numbers that are not finite leave a gap.
struct ChartLine {
  std::string name;
  std::vector<double> x, y;  ///< of the same length
};

/// Lines that share their axes.
struct Chart {
  std::string x_label, y_label;
  std::vector<ChartLine> lines;
};

/// Draws charts below each other into a file that ends in .svg or .png. A .png takes the program
/// rsvg-convert: if it is not installed, the charts go to `<path>.svg`, and a line on standard error says so.
/// Throws ValueError for another ending; IOError if the file cannot be written.
void draw_charts(const std::string& path, const std::vector<Chart>& charts);

}  // namespace keratin::utils
