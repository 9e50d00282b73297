// Labels for the examples' grids of images: what each column and each row shows.
#pragma once

#include <algorithm>
#include <array>
#include <cctype>
#include <keratin/keratin.hpp>
#include <map>
#include <string>
#include <vector>

/// A character's five rows of three pixels, an octal digit each.
using Glyph = std::array<int, 5>;

inline const Glyph& glyph(char character) {
  static const std::map<char, Glyph> glyphs = {
      {'A', {2, 5, 7, 5, 5}}, {'B', {6, 5, 6, 5, 6}}, {'C', {3, 4, 4, 4, 3}}, {'D', {6, 5, 5, 5, 6}},
      {'E', {7, 4, 6, 4, 7}}, {'F', {7, 4, 6, 4, 4}}, {'G', {3, 4, 5, 5, 3}}, {'H', {5, 5, 7, 5, 5}},
      {'I', {7, 2, 2, 2, 7}}, {'J', {1, 1, 1, 5, 2}}, {'K', {5, 5, 6, 5, 5}}, {'L', {4, 4, 4, 4, 7}},
      {'M', {5, 7, 7, 5, 5}}, {'N', {6, 5, 5, 5, 5}}, {'O', {2, 5, 5, 5, 2}}, {'P', {6, 5, 6, 4, 4}},
      {'Q', {2, 5, 5, 7, 3}}, {'R', {6, 5, 6, 5, 5}}, {'S', {3, 4, 2, 1, 6}}, {'T', {7, 2, 2, 2, 2}},
      {'U', {5, 5, 5, 5, 7}}, {'V', {5, 5, 5, 5, 2}}, {'W', {5, 5, 7, 7, 5}}, {'X', {5, 5, 2, 5, 5}},
      {'Y', {5, 5, 2, 2, 2}}, {'Z', {7, 1, 2, 4, 7}}, {'0', {7, 5, 5, 5, 7}}, {'1', {2, 6, 2, 2, 7}},
      {'2', {6, 1, 2, 4, 7}}, {'3', {6, 1, 2, 1, 6}}, {'4', {5, 5, 7, 1, 1}}, {'5', {7, 4, 6, 1, 6}},
      {'6', {3, 4, 7, 5, 7}}, {'7', {7, 1, 1, 2, 2}}, {'8', {7, 5, 7, 5, 7}}, {'9', {7, 5, 7, 1, 6}},
      {' ', {0, 0, 0, 0, 0}}, {'.', {0, 0, 0, 0, 2}}, {',', {0, 0, 0, 2, 4}}, {'-', {0, 0, 7, 0, 0}},
      {':', {0, 2, 0, 2, 0}}};
  const auto found = glyphs.find(static_cast<char>(std::toupper(static_cast<unsigned char>(character))));
  return (found == glyphs.end() ? glyphs.at(' ') : found->second);
}

/// Writes lines of text into an image (rows, columns, channels), from this pixel on, each of the font's
/// pixels as two by two; what does not fit is left out.
inline void write_text(keratin::Tensor& image, const std::string& text, std::size_t top, std::size_t left,
                       float ink) {
  constexpr std::size_t zoom = 2;
  std::size_t row = top, column = left;
  for (const char character : text) {
    if (character == '\n') {
      row += 7 * zoom;
      column = left;
      continue;
    }
    for (std::size_t y = 0; y < 5 * zoom && row + y < image.shape(0); ++y) {
      for (std::size_t x = 0; x < 3 * zoom && column + x < image.shape(1); ++x) {
        if ((glyph(character)[y / zoom] >> (2 - x / zoom) & 1) != 0)
          xt::view(image, row + y, column + x, xt::all()) = ink;
      }
    }
    column += 4 * zoom;
  }
}

/// The grid (rows, columns, channels) with a label over each of its columns of equal width and, if there are
/// any, one beside each of its rows; a label may have several lines. Text is as bright as the brightest
/// pixel.
inline keratin::Tensor labelled(const keratin::Tensor& grid, const std::vector<std::string>& columns,
                                const std::vector<std::string>& rows = {}) {
  constexpr std::size_t letter = 8, line = 14, margin = 4;
  std::size_t above = 0, beside = 0;
  for (const std::string& label : columns) {
    const auto lines = static_cast<std::size_t>(std::count(label.begin(), label.end(), '\n')) + 1;
    above = std::max(above, lines * line + margin);
  }
  for (const std::string& label : rows) {
    std::size_t width = 0;
    for (const char character : label)
      beside = std::max(beside, width = character == '\n' ? 0 : width + letter);
  }
  keratin::Tensor image =
      xt::amin(grid)() * xt::ones<float>({above + grid.shape(0), beside + grid.shape(1), grid.shape(2)});
  xt::view(image, xt::range(above, xt::placeholders::_), xt::range(beside, xt::placeholders::_)) = grid;
  const float ink = xt::amax(grid)();
  for (std::size_t i = 0; i < columns.size(); ++i)
    write_text(image, columns[i], 2, beside + i * grid.shape(1) / columns.size() + 2, ink);
  for (std::size_t i = 0; i < rows.size(); ++i)
    write_text(image, rows[i], above + i * grid.shape(0) / rows.size() + margin, 2, ink);
  return image;
}
