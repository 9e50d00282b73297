#include "utils/svg_file.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <vector>

#include "files/atomic_file.hpp"
#include "files/run_program.hpp"
#include "keratin/error.hpp"
#include "printable.hpp"

namespace keratin::utils {

namespace {

/// What was drawn of a long training is not to be lost for a program that is not installed.
void write_beside(const std::string& path, const std::string& svg) {
  const std::string instead = path + ".svg";
  saving::write_atomically(instead, saving::bytes_of(svg));
  print_note(
      fmt::format("The chart is written to '{}': for '{}' the program `rsvg-convert` is not installed "
                  "(Debian: librsvg2-bin).",
                  instead, path));
}

/// A user's text as it stands in SVG.
std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : printable(text)) {
    if (c == '<')
      safe += "&lt;";
    else if (c == '>')
      safe += "&gt;";
    else if (c == '&')
      safe += "&amp;";
    else if (c == '"')
      safe += "&quot;";
    else
      safe += c;
  }
  return safe;
}

}  // namespace

std::string svg_text(double x, double y, const std::string& text, const char* anchor,
                     const std::string& more) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}>{}</text>\n", x, y, anchor, more,
                     escaped(text));
}

std::string svg_document(double width, double height, const std::string& content) {
  return fmt::format(
             "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
             "fill=\"none\">\n"
             "<path d=\"M0 0H{0}V{1}H0Z\" fill=\"white\"/>\n<g font-family=\"sans-serif\" font-size=\"12\">\n"
             "<style>text{{fill:black}}</style>\n",
             width, height) +
         content + "</g>\n</svg>\n";
}

void check_chart_path(const std::string& path) {
  if (path.ends_with(".svg") || path.ends_with(".png")) return;
  throw ValueError(fmt::format("A chart's file must end in .svg or .png, but received '{}'.", path));
}

void write_chart(const std::string& path, const std::string& svg) {
  if (path.ends_with(".svg")) return saving::write_atomically(path, saving::bytes_of(svg));
  std::vector<std::uint8_t> png;
  try {
    png =
        saving::converted_by({"rsvg-convert"}, svg, fmt::format("The file '{}' cannot be written", path), "");
  } catch (const ValueError&) {  // it is not installed
    return write_beside(path, svg);
  }
  saving::write_atomically(path, png);
}

}  // namespace keratin::utils
