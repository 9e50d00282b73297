// The examples that answer the tutorial's questions in images: what they say is so.
#include "examples/examples.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"

namespace checkerboard {
#include "../../examples/checkerboard.cpp"
}
namespace inserted_zeros {
#include "../../examples/inserted_zeros.cpp"
}
namespace feature_maps {
#include "../../examples/feature_maps.cpp"
}
namespace double_image {
#include "../../examples/double_image.cpp"
}
namespace strides_or_pooling {
#include "../../examples/strides_or_pooling.cpp"
}

using namespace keratin;

TEST_CASE("Overlaps of kernels are uneven if the stride does not divide the kernel's size") {
  using checkerboard::Doubling, checkerboard::overlaps;
  const auto row = [](const Tensor& counts) {  // the fourth, without the edges
    const Tensor inner = xt::view(counts, 0, 3, xt::range(2, 6), 0);
    return std::vector<float>(inner.begin(), inner.end());
  };
  CHECK(row(overlaps(Doubling::transpose_3x3, 4)) == std::vector<float>{2, 1, 2, 1});
  CHECK(row(overlaps(Doubling::transpose_4x4, 4)) == std::vector<float>{4, 4, 4, 4});
  CHECK(row(overlaps(Doubling::up_sampling, 4)) == std::vector<float>{9, 9, 9, 9});
}

TEST_CASE("The strength of a checkerboard") {
  Tensor image = xt::ones<float>({1, 16, 16, 1});
  CHECK(checkerboard::strength(image) == 0.0);
  for (int y = 0; y < 16; ++y) {
    for (int x = 0; x < 16; ++x) image(0, y, x, 0) = (x + y) % 2 == 0 ? 1.0f : -1.0f;
  }
  CHECK(checkerboard::strength(image) == Approx(100.0));
  CHECK(checkerboard::strength(image + 1.0f) == Approx(50.0));
  const Tensor flat = 0.5f * xt::ones<float>({1, 16, 16, 1});
  utils::set_random_seed(1);
  CHECK(checkerboard::untrained_strength(checkerboard::Doubling::up_sampling, flat) < 1e-6);
  CHECK(checkerboard::untrained_strength(checkerboard::Doubling::transpose_3x3, flat) > 30.0);
}

TEST_CASE("A transposed convolution equals a convolution of the image with inserted zeros") {
  const std::string printed = testing::capture_stdout([] { CHECK(inserted_zeros::main() == 0); });
  CHECK(printed.find("DIFFERENT") == std::string::npos);
}

TEST_CASE("128 maps become one: the tutorial's numbers, and the filtered maps' sum is the image") {
  const Sequential generator = feature_maps::define_generator();
  CHECK(generator.layers()[0]->count_params() == 323200);
  CHECK(generator.layers()[3]->count_params() == 1153);
  const Tensor point = random::randn({1, 100});
  const Tensor parts = feature_maps::shares(generator, feature_maps::stage(generator, 3, point));
  REQUIRE(shape_of(parts) == Shape{1, 10, 10, 128});
  const Tensor sum = xt::sum(parts, {3}, xt::keep_dims);  // the bias is 0
  CHECK(xt::amax(xt::abs(sum - generator.predict(point)))() < 1e-5f);
}

TEST_CASE("An image doubled in strips is the image doubled at once") {
  utils::set_random_seed(1);
  const Sequential model = double_image::make_model();
  const Tensor x = random::rand({2, 37, 23, 1}), whole = model.predict(x);
  for (const int strip : {5, 16, 64}) {
    const Tensor strips = double_image::doubled(model, x, strip);
    REQUIRE(shape_of(strips) == Shape{2, 74, 46, 1});
    CHECK(xt::amax(xt::abs(strips - whole))() < 1e-5f);
  }
  CHECK(shape_of(double_image::doubled_colors(model, random::rand({6, 5, 3}))) == Shape{12, 10, 3});
}

TEST_CASE("Strides take a quarter of pooling's multiplications and have its weights") {
  using strides_or_pooling::Halving;
  const auto cost = [](Halving halving) {
    const Sequential model = strides_or_pooling::define_discriminator(halving);
    CHECK(model.count_params() == 4929);
    return strides_or_pooling::multiplications(model);
  };
  CHECK(cost(Halving::strides) == 4 * 4 * 9 * 16 + 2 * 2 * 9 * 16 * 32 + 128);
  CHECK(cost(Halving::maximum) == 8 * 8 * 9 * 16 + 4 * 4 * 9 * 16 * 32 + 128);
  CHECK(cost(Halving::mean) == cost(Halving::maximum));
}

TEST_CASE("A blurred image is as bright as it was, but for its edges") {
  const Tensor blurred = strides_or_pooling::blurred(xt::ones<float>({1, 8, 8, 1}));
  CHECK(blurred(0, 3, 4, 0) == Approx(1.0));
  CHECK(blurred(0, 0, 0, 0) < 1.0f);
}
