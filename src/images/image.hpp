#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "keratin/data_format.hpp"
#include "keratin/tensor.hpp"

namespace keratin::utils {

struct ImageSize {
  std::size_t rows = 0, columns = 0, channels = 0;
};

/// An image as files have it: levels from 0 to 255, (rows, columns, channels).
struct Image : ImageSize {
  std::vector<std::uint8_t> levels;
};

/// The most pixels that are read from a file or made of one.
constexpr std::uint64_t most_pixels = 1U << 26U;

/// The longest side that an image is resized to.
constexpr int longest_side = 65'535;

/// Whether {rows, columns} are sides that an image can be resized to.
bool can_resize_to(const Shape& sides);

/// The channels of a color_mode; nothing if there is none of this name.
std::optional<int> find_channels(const std::string& color_mode);

/// Whether a shape, batch first, is of images of 1, 3 or 4 channels.
bool is_image(const Shape& shape);

/// Throws IOError if the file `path`, of so many bytes, claims more pixels than are read, or than it can
/// hold: at most `most_growth` for each byte.
void check_pixels(const std::string& path, std::size_t bytes, std::uint64_t rows, std::uint64_t columns,
                  std::uint64_t most_growth);

/// The levels that Keras's array_to_img gives, in its order of operations: if it scales, less the minimum,
/// divided by the then greatest value, times 255; without the fraction. Whatever is outside of 0 … 255 is
/// moved to the nearer end, NaN to 0.
std::vector<std::uint8_t> to_levels(const Tensor& image, bool scale);

/// The shape (rows, columns, channels) of an image of this shape. Throws ValueError, naming `function`,
/// if it is none of 1, 3 or 4 channels.
Shape checked_image_shape(const Shape& shape, DataFormat format, const char* function);

/// The levels of an image (rows, columns, channels). Throws as above.
Image to_image(const Tensor& image, bool scale, const char* function);

}  // namespace keratin::utils
