#include <algorithm>

#include "keratin/error.hpp"
#include "keratin/layers/convolutional/conv2d_transpose.hpp"
#include "keratin/utils/conv_utils.hpp"
#include "support/catch.hpp"

namespace keratin::test_conv_utils {
namespace {

using Catch::Matchers::Contains;
using utils::conv_transpose_arguments;
using utils::conv_transpose_output_length;

}  // namespace

TEST_CASE("conv_transpose_output_length: the tutorial's sizes") {
  CHECK(conv_transpose_output_length(2, 1, 1) == 2);
  CHECK(conv_transpose_output_length(2, 3, 1) == 4);
  CHECK(conv_transpose_output_length(2, 1, 2) == 4);
  CHECK(conv_transpose_output_length(2, 3, 2) == 5);
  CHECK(conv_transpose_output_length(5, 3, 2) == 11);
  CHECK(conv_transpose_output_length(5, 3, 2, "SAME") == 10);
  CHECK(conv_transpose_output_length(5, 3, 2, "same", 0) == 9);
  CHECK(conv_transpose_output_length(5, 3, 2, "valid", 1) == 12);
}

TEST_CASE("conv_transpose_output_length: as the layer has it") {
  for (const int input : {1, 2, 7}) {
    for (const int kernel_size : {1, 2, 3, 4, 5}) {
      for (const int stride : {1, 2, 3}) {
        for (const char* padding : {"valid", "same"}) {
          const layers::Conv2DTranspose layer(1, kernel_size, {.strides = stride, .padding = padding});
          CHECK(conv_transpose_output_length(input, kernel_size, stride, padding) ==
                layer.compute_output_shape({None, input, input, 1})[1]);
        }
      }
    }
  }
}

TEST_CASE("conv_transpose_output_length: wrong arguments") {
  CHECK_THROWS_WITH(conv_transpose_output_length(0, 1, 1), "input must be positive, but received 0.");
  CHECK_THROWS_WITH(conv_transpose_output_length(1, -1, 1), "kernel_size must be positive, but received -1.");
  CHECK_THROWS_WITH(conv_transpose_output_length(1, 1, 0), "stride must be positive, but received 0.");
  CHECK_THROWS_WITH(conv_transpose_output_length(1, 1, 1, "full"), Contains("but received \"full\""));
  CHECK_THROWS_WITH(conv_transpose_output_length(1, 1, 2, "same", 2), Contains("to less than the stride 2"));
  CHECK_THROWS_AS(conv_transpose_output_length(2'000'000'000, 3, 3), ValueError);
  CHECK_THROWS_WITH(conv_transpose_output_length(1, 2, 1, "same", 0),
                    "the output's length would be 0, but it must be from 1 to 2147483647.");
}

TEST_CASE("conv_transpose_arguments: ways from 7 to 28, and all of them lead there") {
  const auto ways = conv_transpose_arguments(7, 28);
  CHECK(std::count(ways.begin(), ways.end(), utils::ConvTransposeArguments{4, 4, "same"}) == 1);
  CHECK(std::count(ways.begin(), ways.end(), utils::ConvTransposeArguments{5, 4, "same"}) == 1);
  CHECK(ways.front().kernel_size % ways.front().stride == 0);
  for (const auto& [input, output] : {std::pair(7, 28), std::pair(1, 4), std::pair(5, 11), std::pair(3, 3)}) {
    for (const auto& way : conv_transpose_arguments(input, output, 7)) {
      CHECK(conv_transpose_output_length(input, way.kernel_size, way.stride, way.padding) == output);
    }
  }
  CHECK(conv_transpose_arguments(7, 3).empty());
  CHECK_THROWS_AS(conv_transpose_arguments(0, 3), ValueError);
  CHECK_THROWS_AS(conv_transpose_arguments(1, 3, 1001), ValueError);
}

}  // namespace keratin::test_conv_utils
