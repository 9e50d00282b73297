#pragma once

#include <string>

namespace keratin::utils {

/// A user's text as it stands in SVG.
std::string svg_text(const std::string& text);

/// The whole of a picture of so many pixels: `content` on white, texts in black.
std::string svg_document(double width, double height, const std::string& content);

/// Writes a picture into a file that ends in .svg or .png. A .png takes the program rsvg-convert: if it is
/// not installed, the picture goes to `<path>.svg`, and a line on standard error says so. Throws ValueError
/// for another ending; IOError if the file cannot be written.
void write_picture(const std::string& path, const std::string& svg);

/// Throws the ValueError of write_picture().
void check_picture_path(const std::string& path);

}  // namespace keratin::utils
