#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "images/image.hpp"
#include "images/row_encoder.hpp"

namespace keratin::utils {

/// What makes PNG files of images of 1, 3 or 4 channels. It throws ValueError if the image is too large
/// for the format and, naming `function`, in a library built without libpng.
std::unique_ptr<RowEncoder> png_encoder(std::size_t rows, std::size_t columns, std::size_t channels,
                                        const char* function);

/// The bytes of the PNG file of an image.
std::vector<std::uint8_t> encode_png(const Image& image, const char* function);

/// The image, of 4 channels, in the bytes of the file `path`. Throws IOError if they are no PNG or damaged,
/// ValueError as above.
Image decode_png(const std::string& path, std::vector<std::uint8_t> bytes, const char* function);

}  // namespace keratin::utils
