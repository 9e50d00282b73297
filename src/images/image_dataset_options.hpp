#pragma once

#include <string>

#include "keratin/utils/image_dataset.hpp"

namespace keratin::utils {

/// Throws ValueError: image_dataset_from_directory() cannot be called so.
[[noreturn]] void refuse_images(const std::string& reason);

/// Throws ValueError for options that are unknown, out of range or exclude each other.
void check_image_dataset(const ImageDatasetFromDirectoryOptions& options);

/// Whether the images come with the numbers of their classes.
bool has_labels(const ImageDatasetFromDirectoryOptions& options);

}  // namespace keratin::utils
