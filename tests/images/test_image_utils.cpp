#include "keratin/utils/image_utils.hpp"

#ifdef KERATIN_HAS_PNG
#include <png.h>
#endif

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include "keratin/error.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"

namespace keratin::utils {
namespace {

using Catch::Matchers::Contains;
using testing::Folder;
namespace fs = std::filesystem;

Tensor image_of(const std::vector<float>& values, std::size_t rows, std::size_t columns,
                std::size_t channels) {
  Tensor image = Tensor::from_shape({rows, columns, channels});
  std::copy(values.begin(), values.end(), image.data());
  return image;
}

std::vector<float> values_of(const Tensor& array) { return {array.begin(), array.end()}; }

}  // namespace

#ifdef KERATIN_HAS_PNG

namespace {

struct Decoded {
  unsigned columns = 0;
  unsigned rows = 0;
  unsigned format = 0;
  std::vector<int> levels;
};

Decoded decode(const std::string& path) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  REQUIRE(png_image_begin_read_from_file(&png, path.c_str()) != 0);
  std::vector<std::uint8_t> levels(PNG_IMAGE_SIZE(png));
  REQUIRE(png_image_finish_read(&png, nullptr, levels.data(), 0, nullptr) != 0);
  return {png.width, png.height, png.format, {levels.begin(), levels.end()}};
}

std::vector<int> saved_levels(const std::vector<float>& values, bool scale) {
  const Folder folder;
  save_img(folder.file("a.png"), image_of(values, 1, values.size(), 1), {.scale = scale});
  return decode(folder.file("a.png")).levels;
}

}  // namespace

TEST_CASE("save_img: the levels of Keras's array_to_img") {  // computed by NumPy with its three steps
  CHECK(saved_levels({0, 0.1F, 0.2F, 0.3F, 0.7F, 1}, true) == std::vector<int>{0, 25, 51, 76, 178, 255});
  CHECK(saved_levels({-1, -0.5F, 0, 0.25F, 0.9F, 1}, true) == std::vector<int>{0, 63, 127, 159, 242, 255});
  CHECK(saved_levels({3, 4, 5, 7, 11, 16}, true) == std::vector<int>{0, 19, 39, 78, 156, 255});
  CHECK(saved_levels({5, 5}, true) == std::vector<int>{0, 0});
  CHECK(saved_levels({0.9F, 17.5F, 254.99F, 255}, false) == std::vector<int>{0, 17, 254, 255});
}

TEST_CASE("save_img: values that are no level have a defined one") {
  const float infinity = std::numeric_limits<float>::infinity();
  CHECK(saved_levels({NAN, -infinity, infinity, 1, 3, 2}, true) == std::vector<int>{0, 0, 255, 0, 255, 127});
  CHECK(saved_levels({NAN, -infinity, infinity, -3, 256, 1e30F}, false) ==
        std::vector<int>{0, 0, 255, 0, 255, 255});
  CHECK(saved_levels({NAN, NAN}, true) == std::vector<int>{0, 0});
}

TEST_CASE("save_img: grey, RGB and RGBA") {
  const Folder folder;
  std::vector<float> values(2 * 3 * 4);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(10 * i);
  const unsigned formats[] = {PNG_FORMAT_GRAY, 0, PNG_FORMAT_RGB, PNG_FORMAT_RGBA};
  for (std::size_t channels : {1U, 3U, 4U}) {
    save_img(folder.file("a.PNG"),
             image_of({values.begin(), values.begin() + 6 * static_cast<int>(channels)}, 2, 3, channels),
             {.scale = false});
    const Decoded decoded = decode(folder.file("a.PNG"));
    CHECK(decoded.rows == 2);
    CHECK(decoded.columns == 3);
    CHECK(decoded.format == formats[channels - 1]);
    CHECK(decoded.levels ==
          std::vector<int>(values.begin(), values.begin() + 6 * static_cast<int>(channels)));
  }
  CHECK(folder.entries() == 1);
}

TEST_CASE("save_img: channels first, and the format by name") {
  const Folder folder;
  save_img(folder.file("a"), image_of({1, 2, 3, 4, 5, 6}, 3, 1, 2),
           {.data_format = "channels_first", .file_format = "PNG", .scale = false});
  const Decoded decoded = decode(folder.file("a"));
  CHECK(decoded.columns == 2);
  CHECK(decoded.levels == std::vector<int>{1, 3, 5, 2, 4, 6});
}

TEST_CASE("save_img: any expression") {
  const Folder folder;
  xt::xarray<int> digit = {{0, 16}, {8, 4}};
  save_img(folder.file("a.png"), digit.reshape({2, 2, 1}) * 2);
  CHECK(decode(folder.file("a.png")).levels == std::vector<int>{0, 255, 127, 63});
}

TEST_CASE("save_img: a file that cannot be written") {
  const Folder folder;
  const Tensor image = image_of({0, 1}, 1, 2, 1);
  CHECK_THROWS_WITH(save_img(folder.file("absent/a.png"), image),
                    "The file '" + folder.file("absent/a.png") +
                        "' cannot be written: No such file or directory: make the folder '" +
                        folder.file("absent") + "' first.");
  CHECK_THROWS_AS(save_img(folder.file("absent/a.png"), image), IOError);

  fs::create_directory(folder.path / "folder.png");
  CHECK_THROWS_WITH(save_img(folder.file("folder.png"), image), Contains("Is a directory"));
  CHECK(folder.entries() == 1);
}

TEST_CASE("save_img: a failed call leaves the old file") {
  const Folder folder;
  std::ofstream(folder.file("a.png")) << "old";
  CHECK_THROWS_AS(save_img(folder.file("a.png"), image_of(std::vector<float>(2000000, 1), 1, 2000000, 1)),
                  ValueError);
  CHECK(fs::file_size(folder.file("a.png")) == 3);
  CHECK(folder.entries() == 1);
  save_img(folder.file("a.png"), image_of({0, 1}, 1, 2, 1));
  CHECK(decode(folder.file("a.png")).columns == 2);
  CHECK(folder.entries() == 1);
}

#else

TEST_CASE("save_img: a library without libpng says so") {
  CHECK_THROWS_AS(save_img("a.png", image_of({0, 1}, 1, 2, 1)), ValueError);
  CHECK_THROWS_WITH(save_img("a.png", image_of({0, 1}, 1, 2, 1)), Contains("built without it"));
}

#endif

TEST_CASE("save_img: wrong arguments") {
  const Tensor image = image_of({0, 1}, 1, 2, 1);
  CHECK_THROWS_WITH(save_img("a.gif", image),
                    "save_img() writes PNG and JPEG files: `path` must end in .png, .jpg or .jpeg, or "
                    "`file_format` be \"png\" or \"jpeg\". Received: path='a.gif', file_format=''.");
  CHECK_THROWS_WITH(save_img("a.png", image, {.file_format = ".png"}), Contains("file_format='.png'"));
  CHECK_THROWS_WITH(save_img("a.png", image, {.data_format = "last"}),
                    Contains("unknown data_format \"last\""));
  CHECK_THROWS_WITH(save_img("a.jpg", image, {.quality = 0}), Contains("quality=0"));
  CHECK_THROWS_WITH(save_img("a.png", Tensor::from_shape({2, 2, 1}), {.data_format = "channels_first"}),
                    Contains("(channels, rows, columns)"));
  CHECK_THROWS_AS(save_img("", image), ValueError);
  CHECK_THROWS_WITH(
      save_img("a.png", Tensor::from_shape({2, 2})),
      "save_img() expects an image (rows, columns, channels) with 1, 3 or 4 channels. Received an array "
      "of shape (2, 2). image_grid() makes one image of a batch.");
  CHECK_THROWS_WITH(save_img("a.png", Tensor::from_shape({2, 2, 2})), Contains("of shape (2, 2, 2)"));
  CHECK_THROWS_WITH(save_img("a.png", Tensor::from_shape({0, 2, 1})), Contains("of shape (0, 2, 1)"));
}

TEST_CASE("array_to_img and img_to_array: what Keras's give") {
  const Tensor x = image_of({-1, 0.9F, 0, 1, -0.5F, 0.25F}, 1, 2, 3);
  const Tensor img = array_to_img(x);
  CHECK(shape_of(img) == Shape{1, 2, 3});
  CHECK(values_of(img) == std::vector<float>{0, 242, 127, 255, 63, 159});
  CHECK(values_of(array_to_img(x * 100, {.scale = false})) == std::vector<float>{0, 90, 0, 100, 0, 25});
  const Tensor first = img_to_array(img, {.data_format = "channels_first"});
  CHECK(shape_of(first) == Shape{3, 1, 2});
  CHECK(values_of(first) == std::vector<float>{0, 255, 242, 63, 127, 159});
  CHECK((array_to_img(first, {.data_format = "channels_first", .scale = false}) == img));
  CHECK((img_to_array(img) == img));
  CHECK(shape_of(img_to_array(xt::ones<float>({4, 5}))) == Shape{4, 5, 1});
  CHECK_THROWS_WITH(img_to_array(xt::ones<float>({4, 5, 2})), Contains("img_to_array() expects an image"));
  CHECK_THROWS_WITH(img_to_array(xt::ones<float>({4})), Contains("Received an array of shape (4,)"));
  CHECK_THROWS_WITH(array_to_img(xt::ones<float>({4, 5})), Contains("array_to_img() expects an image"));
}

TEST_CASE("image_grid: places, gaps and order") {
  Tensor images = xt::arange<float>(1, 11);
  const Tensor grid = image_grid(images.reshape({5, 1, 2, 1}), {.pad_value = -1});
  REQUIRE(shape_of(grid) == Shape{3, 8, 1});
  CHECK(values_of(grid) == std::vector<float>{1,  2,  -1, 3,  4,  -1, 5,  6,   //
                                              -1, -1, -1, -1, -1, -1, -1, -1,  //
                                              7,  8,  -1, 9,  10, -1, -1, -1});
}

TEST_CASE("image_grid: columns, padding and zoom") {
  Tensor images = xt::arange<float>(1, 5);
  images.reshape({2, 1, 1, 2});
  const Tensor grid = image_grid(images, {.columns = 1, .padding = 0, .zoom = 2});
  REQUIRE(shape_of(grid) == Shape{4, 2, 2});
  CHECK(image_grid_shape({2, 1, 1, 2}, {.columns = 1, .padding = 0, .zoom = 2}) == Shape{4, 2, 2});
  CHECK(values_of(grid) == std::vector<float>{1, 2, 1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4, 3, 4});
  CHECK(shape_of(image_grid(images, {.columns = 3, .padding = 2, .zoom = 4})) == Shape{4, 16, 2});
  CHECK(shape_of(image_grid(xt::zeros<float>({100, 8, 8, 1}))) == Shape{89, 89, 1});
  CHECK(shape_of(image_grid(xt::zeros<float>({1, 8, 8, 3}))) == Shape{8, 8, 3});
}

TEST_CASE("image_grid: wrong arguments") {
  const Tensor images = xt::zeros<float>({2, 8, 8, 1});
  CHECK_THROWS_WITH(image_grid(xt::zeros<float>({8, 8, 1})),
                    "image_grid() expects images (batch, rows, columns, channels). Received an array of "
                    "shape (8, 8, 1).");
  CHECK_THROWS_WITH(image_grid(xt::zeros<float>({0, 8, 8, 1})),
                    "image_grid() needs at least one image. Received an array of shape (0, 8, 8, 1).");
  CHECK_THROWS_WITH(
      image_grid(images, {.columns = 0}),
      "image_grid() needs `columns` >= 1, `padding` >= 0 and `zoom` >= 1. Received: columns=0, padding=1, "
      "zoom=1.");
  CHECK_THROWS_AS(image_grid(images, {.padding = -1}), ValueError);
  CHECK_THROWS_AS(image_grid(images, {.zoom = 0}), ValueError);
  const int greatest = std::numeric_limits<int>::max();
  CHECK_THROWS_AS(image_grid(images, {.zoom = greatest}), ValueError);
  CHECK_THROWS_AS(image_grid(images, {.columns = greatest, .padding = greatest, .zoom = greatest}),
                  ValueError);
}

}  // namespace keratin::utils
