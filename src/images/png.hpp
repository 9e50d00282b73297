#pragma once

#include <cstdint>
#include <vector>

#include "keratin/tensor.hpp"

namespace keratin::utils {

/// The PNG file of an image, as save_img() writes it. Throws as save_img() does.
std::vector<std::uint8_t> png_of(const Tensor& image, bool scale);

}  // namespace keratin::utils
