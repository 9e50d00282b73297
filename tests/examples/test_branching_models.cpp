// The examples that branch, and the one on volumes: their parameters are those that Keras counts in the same
// models, and what they make of images fits.
#include "examples/counts.hpp"
#include "examples/examples.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"

namespace acgan {
#include "../../examples/acgan.cpp"
}
namespace unet {
#include "../../examples/unet.cpp"
}
namespace pix2pix {
#include "../../examples/pix2pix.cpp"
}
namespace residual_super_resolution {
#include "../../examples/residual_super_resolution.cpp"
}
namespace moving_digits {
#include "../../examples/moving_digits.cpp"
}

using namespace keratin;

TEST_CASE("The auxiliary classifier GAN has Keras's parameters, and trains only its generator") {
  const Model discriminator = acgan::define_discriminator(), generator = acgan::define_generator(32);
  check_counts(discriminator, 80139, 80139);
  check_counts(generator, 109697, 109697);
  check_counts(acgan::define_gan(generator, discriminator), 189836, 109697);
}

TEST_CASE("The U-Net, the super-resolver and the autoencoder of films have Keras's parameters") {
  check_counts(unet::make_model(), 243755, 243755);
  check_counts(residual_super_resolution::make_model(), 1517571, 1517571);
  check_counts(residual_super_resolution::make_model(1, 32, 4), 157825, 157825);
  check_counts(moving_digits::make_model(), 62993, 62993);
}

TEST_CASE("pix2pix has the tutorial's parameters") {
  check_counts(pix2pix::define_generator(), 54425859, 54414979);
  check_counts(pix2pix::define_discriminator(), 2770433, 2768641);
}

TEST_CASE("A conditional generator draws a row of ten images for each digit") {
  const Tensor rows = rows_of_digits(acgan::define_generator(5), 5, "707");
  CHECK(shape_of(rows) == Shape{3 * 32 + 2 * 2, 8 + 10 * 32 + 9 * 2, 1});
}

TEST_CASE("Each digit has the color of its kind") {
  const datasets::Labelled digits{0.5f * xt::ones<float>({2, 28, 28, 1}), {3, 0}};
  const Tensor y = unet::colored(digits);
  REQUIRE(shape_of(y) == Shape{2, 28, 28, 3});
  testing::require_close(xt::view(y, 0, 5, 7), Tensor{0.0f, 0.2f, 0.5f}, 1e-6);
  testing::require_close(xt::view(y, 1, 27, 0), Tensor{0.5f, 0.5f, 0.5f}, 1e-6);
}

TEST_CASE("The super-resolver draws images of any size four times larger") {
  const Model model = residual_super_resolution::make_model(1, 8, 1);
  CHECK(shape_of(model.predict(random::rand({2, 5, 7, 1}))) == Shape{2, 20, 28, 1});
}

TEST_CASE("Digits move whole, and never by more than four pixels at once") {
  const Tensor digits = xt::ones<float>({1, 16, 16, 1});
  const Tensor films = moving_digits::make_films(digits, 20);
  REQUIRE(shape_of(films) == Shape{20, 8, 32, 32, 1});
  for (int film = 0; film < 20; ++film) {
    int before = -1;
    for (int image = 0; image < 8; ++image) {
      const Tensor rows = xt::sum(xt::view(films, film, image, xt::all(), xt::all(), 0), {1});
      const auto top = static_cast<int>(std::find(rows.begin(), rows.end(), 16.0f) - rows.begin());
      CHECK(xt::sum(rows)() == 256.0f);
      if (before >= 0) CHECK(std::abs(top - before) <= 4);
      before = top;
    }
  }
}

TEST_CASE("The peak signal-to-noise ratio of images, and the rows of their grid") {
  const Tensor black = xt::zeros<float>({3, 2, 2, 1}), gray = black + 0.1f;
  CHECK(psnr(gray, black) == Approx(20.0));
  const Tensor rows = first_of({black, gray}, 2);
  REQUIRE(shape_of(rows) == Shape{4, 2, 2, 1});
  CHECK(rows(1, 0, 0, 0) == 0.0f);
  CHECK(rows(2, 0, 0, 0) == 0.1f);
}
