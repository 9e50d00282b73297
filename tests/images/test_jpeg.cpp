// JPEG files that Pillow wrote, and what Keras makes of them, see tests/golden/png.py.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "datasets/files.hpp"
#include "keratin/error.hpp"
#include "keratin/utils/image_utils.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/paths.hpp"

namespace keratin::utils {
namespace {

using Catch::Matchers::Contains;
using testing::Folder;
using testing::Octets;

std::string jpeg_path(const std::string& name) { return testing::golden_path("jpeg/" + name); }

/// Colors that change slowly from pixel to pixel, as a photograph's do: (rows, columns, channels).
[[maybe_unused]] Tensor smooth_image(int rows, int columns, int channels) {
  Tensor image = empty_tensor({rows, columns, channels});
  for (int y = 0; y < rows; ++y) {
    for (int x = 0; x < columns; ++x) {
      for (int c = 0; c < channels; ++c)
        image(y, x, c) = std::floor(100.0f + 3.0f * static_cast<float>(x) + 2.0f * static_cast<float>(y * c));
    }
  }
  return image;
}

}  // namespace

#ifdef KERATIN_HAS_JPEG

TEST_CASE("load_img: JPEG as Keras reads it") {
  std::ifstream stream(jpeg_path("levels.json"));
  const auto expected = nlohmann::json::parse(stream);
  for (const std::string name : {"grey", "rgb", "full_colors", "progressive", "cmyk", "ycck"}) {
    for (const std::string mode : {"grayscale", "rgb", "rgba"}) {
      INFO(name << " as " << mode);
      const Tensor image = load_img(jpeg_path(name + ".jpg"), {.color_mode = mode});
      REQUIRE(shape_of(image) == Shape{19, 21, mode == "grayscale" ? 1 : mode == "rgb" ? 3 : 4});
      const auto levels = expected.at(name + "." + mode).get<std::vector<float>>();
      float farthest = 0.0f;
      for (std::size_t i = 0; i < levels.size(); ++i)
        farthest = std::max(farthest, std::abs(image.data()[i] - levels[i]));
      CHECK(farthest <= 2.0f);  // as exact as two versions of libjpeg are
    }
  }
}

TEST_CASE("load_img: JPEG cut off or changed") {
  const Folder folder;
  const std::string path = folder.file("a.jpg");
  for (const std::string name : {"rgb.jpg", "progressive.jpg", "ycck.jpg"}) {
    std::ifstream stream(jpeg_path(name), std::ios::binary);
    const Octets whole{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    for (std::size_t size = 0; size < whole.size(); ++size) {
      testing::write_bytes(path, {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
      CHECK_THROWS_AS(load_img(path), IOError);
    }
    for (std::size_t place = 0; place < whole.size(); ++place) {
      Octets changed = whole;
      changed[place] ^= 0xff;
      testing::write_bytes(path, changed);
      try {
        const Tensor other_colors = load_img(path);
        CHECK(other_colors.size() > 0);
      } catch (const IOError& error) {
        CHECK_THAT(error.what(), Contains("a.jpg' cannot be read: it "));
      }
    }
  }
}

TEST_CASE("load_img: a JPEG that claims more pixels than its bytes hold takes no memory for them") {
  const Folder folder;
  std::ifstream stream(jpeg_path("rgb.jpg"), std::ios::binary);
  Octets huge{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  const Octets frame = {0xff, 0xc0};  // then 2 bytes of length, 1 of bits, 2 of rows, 2 of columns
  const auto start = std::search(huge.begin(), huge.end(), frame.begin(), frame.end());
  REQUIRE(start != huge.end());
  std::fill_n(start + 5, 4, static_cast<Octets::value_type>(0x7f));
  testing::write_bytes(folder.file("a.jpg"), huge);
  CHECK_THROWS_AS(load_img(folder.file("a.jpg")), IOError);
  CHECK_THROWS_WITH(load_img(folder.file("a.jpg")), Contains("it claims 32639x32639 pixels"));
}

TEST_CASE("save_img: JPEG") {
  const Folder folder;
  for (const int channels : {1, 3}) {
    const Tensor image = smooth_image(20, 30, channels);
    for (const std::string name : {"a.jpg", "b.JPEG"}) {
      save_img(folder.file(name), image, {.scale = false, .quality = 95});
      const Tensor loaded = load_img(folder.file(name), {.color_mode = channels == 1 ? "grayscale" : "rgb"});
      REQUIRE(shape_of(loaded) == shape_of(image));
      CHECK(xt::amax(xt::abs(loaded - image))() <= 8.0f);
    }
    save_img(folder.file("coarse.jpg"), image, {.scale = false, .quality = 10});
    CHECK(std::filesystem::file_size(folder.file("coarse.jpg")) <
          std::filesystem::file_size(folder.file("a.jpg")));
  }
  const Tensor rgba = smooth_image(8, 8, 4), rgb = xt::view(rgba, xt::all(), xt::all(), xt::range(0, 3));
  save_img(folder.file("rgba.jpg"), rgba, {.scale = false});
  save_img(folder.file("rgb"), rgb, {.file_format = "jpg", .scale = false});
  CHECK((load_img(folder.file("rgba.jpg")) == load_img(folder.file("rgb"))));
  CHECK_THROWS_WITH(save_img(folder.file("wide.jpg"), xt::zeros<float>({1, 70000, 1})),
                    Contains("cannot be written as JPEG: "));
}

#else

TEST_CASE("A library without libjpeg says so") {
  const Folder folder;
  CHECK_THROWS_WITH(load_img(jpeg_path("rgb.jpg")), Contains("load_img() needs libjpeg for JPEG files"));
  CHECK_THROWS_WITH(save_img(folder.file("a.jpg"), xt::ones<float>({2, 2, 1})),
                    Contains("save_img() needs libjpeg for JPEG files"));
  CHECK(folder.entries() == 0);
}

#endif

}  // namespace keratin::utils
