#pragma once

#include <string>

#include "images/image.hpp"

namespace keratin::utils {

/// A part of an image, in pixels.
struct Box {
  std::size_t top, left, rows, columns;
};

/// Throws ValueError, naming `function`, unless it is one of the names that resample() takes.
void check_interpolation(const std::string& interpolation, const char* function);

/// The part `box` of an image made into rows · columns pixels, in the whole numbers of Pillow's resize(),
/// columns first: "nearest", "box", "bilinear", "hamming", "bicubic" or "lanczos". All but the first take
/// every pixel of a larger image into account; the channels of 4 weigh by the last one, alpha.
Image resample(const Image& image, const Box& box, std::size_t rows, std::size_t columns,
               const std::string& interpolation);

}  // namespace keratin::utils
