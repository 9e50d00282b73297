#include "keratin/utils/image_utils.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "images/image_file.hpp"
#include "images/image_formats.hpp"
#include "keratin/data_format.hpp"
#include "keratin/error.hpp"
#include "kernels/transpose.hpp"
#include "memory_error.hpp"
#include "nearest_name.hpp"
#include "utils/lower_case.hpp"

namespace keratin::utils {
namespace {

DataFormat parse_data_format(const std::string& text, const char* function) {
  const std::string lower = lower_case(text);
  if (lower.empty() || lower == "channels_last") return DataFormat::channels_last;
  if (lower == "channels_first") return DataFormat::channels_first;
  throw ValueError(fmt::format("{}(): unknown data_format {}", function,
                               among_known(text, {"channels_last", "channels_first"})));
}

/// The array of this shape in which the axes of `x`, the first of which have `rows` elements together,
/// changed places.
Tensor transposed(const Tensor& x, std::size_t rows, const Shape& shape) {
  Tensor y = empty_tensor(shape);
  kernels::transpose(1, rows, x.size() / rows, x.data(), y.data());
  return y;
}

Image image_of(const Tensor& x, const std::string& data_format, bool scale, const char* function) {
  const DataFormat format = parse_data_format(data_format, function);
  if (format == DataFormat::channels_last) return to_image(x, scale, function);
  const Shape shape = checked_image_shape(shape_of(x), format, function);
  return to_image(transposed(x, static_cast<std::size_t>(shape[2]), shape), scale, function);
}

}  // namespace

std::vector<std::uint8_t> png_of(const Tensor& image, bool scale) {
  return encode_png(to_image(image, scale, "save_img"), "save_img");
}

Tensor img_to_array(const Tensor& img, const ImgToArrayOptions& options) {
  const DataFormat format = parse_data_format(options.data_format, "img_to_array");
  Shape shape = shape_of(img);
  if (shape.rank() == 2) shape.push_back(1);
  shape = checked_image_shape(shape, DataFormat::channels_last, "img_to_array");
  if (format == DataFormat::channels_first)
    return transposed(img, img.size() / static_cast<std::size_t>(shape[2]), {shape[2], shape[0], shape[1]});
  Tensor array = img;
  array.reshape({shape[0], shape[1], shape[2]});
  return array;
}

Tensor array_to_img(const Tensor& x, const ArrayToImgOptions& options) {
  const Image image = image_of(x, options.data_format, options.scale, "array_to_img");
  Tensor img = empty_tensor(
      {static_cast<int>(image.rows), static_cast<int>(image.columns), static_cast<int>(image.channels)});
  std::copy(image.levels.begin(), image.levels.end(), img.data());
  return img;
}

void save_img(const std::string& path, const Tensor& x, const SaveImgOptions& options) {
  check_file(path, options);
  const Image image =
      within_memory([&] { return image_of(x, options.data_format, options.scale, "save_img"); },
                    [&] { saving::fail_to_hold(path); });
  ImageFile file(path, image, options);
  add_rows(image, file);
  file.commit();
}

}  // namespace keratin::utils
