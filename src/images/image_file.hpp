#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "files/atomic_file.hpp"
#include "images/image.hpp"
#include "images/image_formats.hpp"
#include "keratin/utils/image_utils.hpp"

namespace keratin::utils {

/// The image in a file, as load_img() takes its options. Throws as load_img() does.
Image load_image(const std::string& path, const LoadImgOptions& options);

/// The same of the bytes of a file that errors call `path`.
Image decode_image(const std::string& path, std::vector<std::uint8_t> bytes, const LoadImgOptions& options);

/// The PNG file of an image, as save_img() writes it. Throws as save_img() does.
std::vector<std::uint8_t> png_of(const Tensor& image, bool scale);

/// Throws ValueError unless save_img() takes this name and these options.
void check_file(const std::string& path, const SaveImgOptions& options);

/// An image that is written row by row, and is there once commit() is called. Throws as save_img() does.
class ImageFile {
 public:
  ImageFile(const std::string& path, const ImageSize& size, const SaveImgOptions& options);

  /// The levels (columns, channels) of the next row.
  void add_row(const std::uint8_t* levels);

  void commit();

 private:
  std::unique_ptr<RowEncoder> encoder_;
  saving::AtomicFile file_;
};

}  // namespace keratin::utils
