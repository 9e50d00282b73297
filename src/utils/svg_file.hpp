#pragma once

#include <string>

namespace keratin::utils {

/// A user's text with the left end of its line, its middle or its end at a point, as `anchor` says: "start",
/// "middle" or "end". `more` are further attributes, with a blank in front.
std::string svg_text(double x, double y, const std::string& text, const char* anchor,
                     const std::string& more = "");

/// The whole of an image of so many pixels: `content` on white, texts in black.
std::string svg_document(double width, double height, const std::string& content);

/// Throws ValueError unless the path ends in .svg or .png.
void check_chart_path(const std::string& path);

/// Writes an SVG image into a file whose path was checked. A .png takes the program rsvg-convert: if it is
/// not installed, the image goes to `<path>.svg`, and a line on standard error says so. Throws IOError if
/// the file cannot be written.
void write_chart(const std::string& path, const std::string& svg);

}  // namespace keratin::utils
