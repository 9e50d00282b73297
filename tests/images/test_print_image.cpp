#include <algorithm>
#include <string>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/utils/image_utils.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"

namespace keratin::utils {
namespace {

Tensor image(const std::vector<float>& values, const Shape& shape) {
  Tensor image = empty_tensor(shape);
  std::copy(values.begin(), values.end(), image.data());
  return image;
}

}  // namespace

TEST_CASE("format_image: two pixels a character, the bytes for a terminal") {
  const Tensor grey = image({0, 255, 255, 7}, {2, 2, 1});
  CHECK(format_image(grey, {.scale = false}) ==
        "\x1b[38;2;0;0;0m\x1b[48;2;255;255;255m\xe2\x96\x80"
        "\x1b[38;2;255;255;255m\x1b[48;2;7;7;7m\xe2\x96\x80\x1b[0m\n");
}

TEST_CASE("format_image: colors, without alpha, switched only when they change") {
  const Tensor rgba = image({1, 2, 3, 9, 1, 2, 3, 0}, {1, 2, 4});
  CHECK(format_image(rgba, {.scale = false}) == "\x1b[38;2;1;2;3m\xe2\x96\x80\xe2\x96\x80\x1b[0m\n");
  const Tensor rgb = image({1, 2, 3, 4, 5, 6}, {2, 1, 3});
  CHECK(format_image(rgb, {.scale = false}) == "\x1b[38;2;1;2;3m\x1b[48;2;4;5;6m\xe2\x96\x80\x1b[0m\n");
}

TEST_CASE("format_image: an odd row has nothing behind its last line; redraw goes up by all lines") {
  const Tensor grey = image({-1, 0, 1}, {3, 1, 1});
  CHECK(format_image(grey, {.redraw = true}) ==
        "\x1b[2A\r\x1b[38;2;0;0;0m\x1b[48;2;127;127;127m\xe2\x96\x80\x1b[0m\n"
        "\x1b[38;2;255;255;255m\xe2\x96\x80\x1b[0m\n");
}

TEST_CASE("print_image: writes what format_image gives, and checks the image's shape") {
  const Tensor grey = image({1, 2, 3, 4}, {2, 2, 1});
  CHECK(testing::capture_stdout([&] { print_image(grey); }) == format_image(grey));
  CHECK_THROWS_AS(print_image(xt::ones<float>({2, 2})), ValueError);
  CHECK_THROWS_WITH(print_image(xt::ones<float>({2, 2, 2})),
                    Catch::Matchers::Contains("print_image() expects an image (rows, columns, channels)"));
}

}  // namespace keratin::utils
