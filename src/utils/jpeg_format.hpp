#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "utils/picture.hpp"

namespace keratin::utils {

/// Whether these are the first bytes of a JPEG file.
bool is_jpeg(std::span<const std::uint8_t> bytes);

/// The bytes of a JPEG file of a picture of 1 or 3 channels, `quality` from 1 to 100. Throws ValueError where
/// the picture is too large for the format and, naming `function`, in a library built without libjpeg.
std::vector<std::uint8_t> encode_jpeg(const Picture& picture, int quality, const char* function);

/// The picture, of 3 channels, in the bytes of the file `path`; colors for printing (CMYK) become red, green
/// and blue. Throws IOError where they are no JPEG, damaged or cut off, ValueError as above.
Picture decode_jpeg(const std::string& path, std::span<const std::uint8_t> bytes, const char* function);

}  // namespace keratin::utils
