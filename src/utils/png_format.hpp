#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "utils/picture.hpp"
#include "utils/row_encoder.hpp"

namespace keratin::utils {

/// What makes PNG files of pictures of 1, 3 or 4 channels. It throws ValueError if the picture is too large
/// for the format and, naming `function`, in a library built without libpng.
std::unique_ptr<RowEncoder> png_encoder(std::size_t rows, std::size_t columns, std::size_t channels,
                                        const char* function);

/// The bytes of the PNG file of a picture.
std::vector<std::uint8_t> encode_png(const Picture& picture, const char* function);

/// The picture, of 4 channels, in the bytes of the file `path`. Throws IOError if they are no PNG or damaged,
/// ValueError as above.
Picture decode_png(const std::string& path, std::vector<std::uint8_t> bytes, const char* function);

}  // namespace keratin::utils
