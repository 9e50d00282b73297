#include <limits>

#include "keratin/error.hpp"
#include "keratin/layers/core/dense.hpp"
#include "keratin/models/gan_utils.hpp"
#include "keratin/random.hpp"
#include "random/random_golden.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"

using namespace keratin;
using Catch::Matchers::Contains;

namespace {

std::vector<float> values_of(const Tensor& array) { return {array.begin(), array.end()}; }

std::vector<float> golden(const char* name) {
  return testing::floats_of(testing::random_case("numpy", name).at("values"));
}

Tensor pairs() {
  Tensor dataset = xt::arange<float>(0, 14);
  dataset.reshape({7, 2});
  return dataset;
}

Sequential doubling() {
  Sequential model;
  model.add(layers::Dense(1, {.input_dim = 1}));
  model.set_weights({testing::matrix({{2}}), testing::vector({0})});
  return model;
}

}  // namespace

// golden: the tutorials' lines in NumPy, in tests/golden/random_numbers.py.

TEST_CASE("Real samples are drawn as by NumPy's randint, and labelled 1") {
  random::seed(1);
  const Data real = utils::generate_real_samples(pairs(), 5);
  CHECK(values_of(real.x) == golden("real samples"));
  CHECK(shape_of(real.x) == Shape{5, 2});
  CHECK(shape_of(real.y) == Shape{5, 1});
  CHECK(values_of(real.y) == std::vector<float>(5, 1.0f));
  CHECK(shape_of(utils::generate_real_samples(testing::vector({1, 2}), 3).x) == Shape{3});
}

TEST_CASE("Fake samples are the generator's for NumPy's randn, and labelled 0") {
  random::seed(1);
  const Tensor points = utils::generate_latent_points(3, 2);
  CHECK(shape_of(points) == Shape{2, 3});
  CHECK(values_of(points) == golden("latent points"));

  random::seed(1);
  const Data fake = utils::generate_fake_samples(doubling(), 1, 6);
  const Tensor doubled = 2.0f * points;
  CHECK(values_of(fake.x) == values_of(doubled));
  CHECK(shape_of(fake.y) == Shape{6, 1});
  CHECK(values_of(fake.y) == std::vector<float>(6, 0.0f));
}

TEST_CASE("Labels are smoothed and flipped as by the tutorials' NumPy lines") {
  const Tensor ones = xt::ones<float>({8, 1}), zeros = xt::zeros<float>({8, 1});
  random::seed(1);
  CHECK(values_of(utils::smooth_positive_labels(ones)) == golden("smooth positive labels"));
  CHECK(values_of(utils::smooth_negative_labels(zeros)) == golden("smooth negative labels"));
  CHECK(values_of(utils::noisy_labels(ones, 0.4)) == golden("noisy labels"));
  CHECK(values_of(ones) == std::vector<float>(8, 1.0f));
  CHECK(values_of(utils::noisy_labels(ones, 0.0)) == values_of(ones));
}

TEST_CASE("The functions for GANs refuse wrong arguments, and then draw nothing") {
  random::seed(42);
  CHECK_THROWS_WITH(utils::generate_real_samples(pairs(), 0),
                    Contains("generate_real_samples(): `n` must be positive") && Contains("n=0"));
  CHECK_THROWS_WITH(utils::generate_real_samples(Tensor::from_shape({0, 2}), 3),
                    Contains("an array of shape (0, 2)"));
  CHECK_THROWS_WITH(utils::generate_latent_points(0, 3), Contains("`latent_dim` must be positive"));
  CHECK_THROWS_WITH(utils::generate_latent_points(3, -1), Contains("n=-1"));
  CHECK_THROWS_WITH(utils::generate_fake_samples(doubling(), 1, 0), Contains("`n` must be positive"));
  const Tensor labels = xt::ones<float>({4, 1});
  CHECK_THROWS_WITH(utils::noisy_labels(labels, 1.5),
                    Contains("`p_flip` must be from 0 to 1") && Contains("1.5"));
  CHECK_THROWS_AS(utils::noisy_labels(labels, std::numeric_limits<double>::quiet_NaN()), ValueError);
  CHECK_THROWS_WITH(utils::noisy_labels(Tensor::from_shape({}), 0.5), Contains("an array of shape ()"));
  CHECK(random::rand({1})(0) == 0.37454012f);
}
