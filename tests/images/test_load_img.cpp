// Images that Pillow wrote, and what Keras makes of them, see tests/golden/png.py.
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

std::string png_path(const std::string& name) { return testing::golden_path("png/" + name); }

}  // namespace

TEST_CASE("load_img: an unknown mode is rejected") {
  CHECK_THROWS_WITH(load_img(png_path("grey.png"), {.color_mode = "hsv"}), Contains("Received: \"hsv\""));
}

TEST_CASE("load_img: what no image can be resized to is rejected") {
  const std::string path = png_path("grey.png");
  for (const Shape& size :
       {Shape{4}, Shape{4, 4, 1}, Shape{0, 4}, Shape{4, None}, Shape{1, 65536}, Shape{65535, 65535}}) {
    CHECK_THROWS_AS(load_img(path, {.target_size = size}), ValueError);
  }
  CHECK_THROWS_WITH(load_img(path, {.target_size = {0, 4}}), Contains("Received: (0, 4)."));
  CHECK_THROWS_WITH(load_img(path, {.target_size = {4, 4}, .interpolation = "area"}),
                    Contains("unknown interpolation \"area\". Known: \"nearest\", \"box\", "));
}

#ifdef KERATIN_HAS_PNG

TEST_CASE("load_img: the levels that Keras gives") {
  std::ifstream stream(png_path("levels.json"));
  const auto expected = nlohmann::json::parse(stream);
  for (const std::string name : {"grey", "rgb", "rgba", "palette", "black_white"}) {
    for (const std::string mode : {"grayscale", "rgb", "rgba"}) {
      INFO(name << " as " << mode);
      const Tensor image = load_img(png_path(name + ".png"), {.color_mode = mode});
      CHECK(shape_of(image) == Shape{3, 4, mode == "grayscale" ? 1 : mode == "rgb" ? 3 : 4});
      CHECK(std::vector<int>(image.begin(), image.end()) ==
            expected.at(name + "." + mode).get<std::vector<int>>());
    }
  }
}

TEST_CASE("load_img: target_size as Keras and Pillow resize") {
  std::ifstream stream(png_path("resized.json"));
  const auto golden = nlohmann::json::parse(stream);
  for (const auto& expected : golden.at("cases")) {
    const LoadImgOptions options = {
        .color_mode = expected.at("color_mode"),
        .target_size = {expected.at("target_size")[0], expected.at("target_size")[1]},
        .interpolation = expected.at("interpolation"),
        .keep_aspect_ratio = expected.at("keep_aspect_ratio")};
    const Tensor image = load_img(png_path("large.png"), options);
    INFO(options.interpolation << " " << options.color_mode << " " << to_string(options.target_size));
    CHECK(std::vector<int>(image.begin(), image.end()) == expected.at("levels").get<std::vector<int>>());
  }
}

TEST_CASE("load_img: an image without a part of the target's ratio") {
  CHECK_THROWS_WITH(load_img(png_path("rgb.png"), {.target_size = {1, 100}, .keep_aspect_ratio = true}),
                    Contains("has no part of the sides' ratio 1x100"));
}

TEST_CASE("load_img: what is no PNG, cut off or changed") {
  const Folder folder;
  CHECK_THROWS_WITH(load_img(folder.file("none.png")), Contains("none.png' cannot be read"));
  CHECK_THROWS_WITH(load_img(png_path("levels.json")), Contains("it is no PNG or JPEG, or is damaged"));
  std::ifstream stream(png_path("rgb.png"), std::ios::binary);
  const Octets whole{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  const std::string path = folder.file("a.png");
  for (std::size_t size = 0; size + 12 < whole.size(); ++size) {  // libpng does without the end's mark
    testing::write_bytes(path, {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
    CHECK_THROWS_AS(load_img(path), IOError);
  }
  Octets huge = whole;
  for (std::size_t place = 16; place < 24; ++place) huge[place] = 0x7f;  // rows and columns
  testing::write_bytes(path, huge);
  CHECK_THROWS_AS(load_img(path), IOError);
}

#endif

}  // namespace keratin::utils
