#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "utils/picture.hpp"

namespace keratin::utils {

/// The bytes of a PNG file of a picture of 1, 3 or 4 channels. Throws ValueError where it is too large for
/// the format and, naming `function`, in a library built without libpng.
std::vector<std::uint8_t> encode_png(const Picture& picture, const char* function);

/// The picture, of 4 channels, in the bytes of the file `path`. Throws IOError where they are no PNG or
/// damaged, ValueError as above.
Picture decode_png(const std::string& path, std::span<const std::uint8_t> bytes, const char* function);

}  // namespace keratin::utils
