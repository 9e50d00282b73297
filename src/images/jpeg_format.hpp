#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "images/image.hpp"
#include "images/row_encoder.hpp"

namespace keratin::utils {

/// Whether these are the first bytes of a JPEG file.
bool is_jpeg(std::span<const std::uint8_t> bytes);

/// What makes JPEG files of images of 1, 3 or 4 channels, of which the fourth is left out; `quality` is
/// from 1 to 100. It throws ValueError if the image is too large for the format and, naming `function`, in
/// a library built without libjpeg.
std::unique_ptr<RowEncoder> jpeg_encoder(std::size_t rows, std::size_t columns, std::size_t channels,
                                         int quality, const char* function);

/// The image, of 3 channels, in the bytes of the file `path`; colors for printing (CMYK) become red, green
/// and blue. Throws IOError where they are no JPEG, damaged or cut off, ValueError as above.
Image decode_jpeg(const std::string& path, std::span<const std::uint8_t> bytes, const char* function);

}  // namespace keratin::utils
