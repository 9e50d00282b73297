#include "images/image_file.hpp"

#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "images/image_formats.hpp"
#include "keratin/error.hpp"
#include "utils/lower_case.hpp"

namespace keratin::utils {

namespace {

enum class FileFormat { png, jpeg };

FileFormat file_format_of(const std::string& path, const std::string& file_format) {
  const std::string given = lower_case(file_format.empty() ? path : "." + file_format);
  const auto is = [&](std::string_view ending) {
    return file_format.empty() ? given.ends_with(ending) : given == ending;
  };
  if (is(".png")) return FileFormat::png;
  if (is(".jpg") || is(".jpeg")) return FileFormat::jpeg;
  throw ValueError(
      fmt::format("save_img() writes PNG and JPEG files: `path` must end in .png, .jpg or .jpeg, or "
                  "`file_format` be \"png\" or \"jpeg\". Received: path='{}', file_format='{}'.",
                  path, file_format));
}

std::unique_ptr<RowEncoder> encoder_for(const std::string& path, const ImageSize& size,
                                        const SaveImgOptions& options) {
  if (file_format_of(path, options.file_format) == FileFormat::png) return png_encoder(size, "save_img");
  return jpeg_encoder(size, options.quality, "save_img");
}

}  // namespace

void check_file(const std::string& path, const SaveImgOptions& options) {
  static_cast<void>(file_format_of(path, options.file_format));
  if (options.quality >= 1 && options.quality <= 100) return;
  throw ValueError(
      fmt::format("save_img(): `quality` must be from 1 to 100. Received: quality={}.", options.quality));
}

ImageFile::ImageFile(const std::string& path, const ImageSize& size, const SaveImgOptions& options)
    : encoder_(encoder_for(path, size, options)), file_(path) {}

void ImageFile::add_row(const std::uint8_t* levels) {
  encoder_->add_row(levels);
  if (const std::vector<std::uint8_t> bytes = encoder_->take(); !bytes.empty()) file_.write(bytes);
}

void ImageFile::commit() {
  encoder_->finish();
  file_.write(encoder_->take());
  file_.commit();
}

}  // namespace keratin::utils
