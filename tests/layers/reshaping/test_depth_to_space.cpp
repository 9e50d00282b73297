#include "keratin/layers/reshaping/depth_to_space.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

Tensor image(std::initializer_list<float> values, const Shape& shape) {
  Tensor x = vector(values);
  x.reshape(std::vector<std::size_t>(shape.begin(), shape.end()));
  return x;
}

}  // namespace

TEST_CASE("DepthToSpace is a layer") {
  check_layer(
      [] {
        return std::make_shared<DepthToSpace>(2, DepthToSpaceOptions{.input_shape = {3, 4, 8}});
      },
      {2, 3, 4, 8}, {.output_shape = {2, 6, 8, 2}, .refused_inputs = {{2, 3, 4}, {2, 3, 4, 6}}});
}

TEST_CASE("DepthToSpace computes what TensorFlow computes") {
  for (const LayerCase& golden : layer_cases("DepthToSpace")) {
    DepthToSpace layer(golden.arguments.integer("block_size", 0));
    check_golden(layer, golden, 0);
  }
}

TEST_CASE("DepthToSpace and its gradient equal the double loop") {
  for (const int block : {1, 2, 3}) {
    for (const int channels : {1, 3}) {
      DepthToSpace layer(block);
      check_reference(
          layer, {2, 3, 2, channels * block * block}, [&](const reference::Array& x, const auto&) {
            reference::Array y = reference::zeros({2, 3 * block, 2 * block, channels});
            for (int b = 0; b < 2; ++b)
              for (int r = 0; r < 3 * block; ++r)
                for (int c = 0; c < 2 * block; ++c)
                  for (int channel = 0; channel < channels; ++channel)
                    y.at(b, r, c, channel) =
                        x.at(b, r / block, c / block, (r % block * block + c % block) * channels + channel);
            return y;
          });
    }
  }
}

TEST_CASE("DepthToSpace makes a square of each pixel's channels, row by row") {
  const DepthToSpace layer = connected(DepthToSpace(2), {1, 1, 1, 4});
  const Tensor y = infer(layer, image({1, 2, 3, 4}, {1, 1, 1, 4}));
  require_close(y, image({1, 2, 3, 4}, {1, 2, 2, 1}), 0);
}

TEST_CASE("DepthToSpace takes channels that come first") {
  const DepthToSpace layer = connected(DepthToSpace(2, {.data_format = "channels_first"}), {1, 8, 1, 1});
  const Tensor y = infer(layer, image({1, 2, 3, 4, 5, 6, 7, 8}, {1, 8, 1, 1}));
  require_close(y, image({1, 3, 5, 7, 2, 4, 6, 8}, {1, 2, 2, 2}), 0);
}

TEST_CASE("DepthToSpace keeps open dimensions open") {
  CHECK(DepthToSpace(2).compute_output_shape({None, None, 3, None}) == Shape{None, None, 6, None});
}

TEST_CASE("DepthToSpace says what is wrong") {
  CHECK(error_of([] { DepthToSpace(0); }) ==
        "Layer \"depth_to_space\" (DepthToSpace): block_size must be from 1 to 32767, but received 0.");
  CHECK(error_of([] {
          connect(DepthToSpace(2), {None, 4, 4, 6});
        }) ==
        "Layer \"depth_to_space\" (DepthToSpace): its input must have a multiple of block_size² = 4 "
        "channels, but "
        "received shape (None, 4, 4, 6).");
}
