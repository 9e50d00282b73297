#include <limits>
#include <numeric>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/random.hpp"
#include "random/random_golden.hpp"
#include "support/catch.hpp"

using namespace keratin;
using Catch::Matchers::Contains;

namespace {

template <class T, class... Arrays>
std::vector<T> joined(const Arrays&... arrays) {
  std::vector<T> values;
  (values.insert(values.end(), arrays.data(), arrays.data() + arrays.size()), ...);
  return values;
}

std::vector<float> floats(const char* name) {
  return testing::floats_of(testing::random_case("numpy", name).at("values"));
}

std::vector<int> integers(const char* name) { return testing::random_case("numpy", name).at("values"); }

}  // namespace

// All comparisons are exact: 0 ulp.

TEST_CASE("rand draws NumPy's numbers") {
  random::seed(42);
  const Tensor values = random::rand({2, 3});
  CHECK(shape_of(values) == Shape{2, 3});
  CHECK(joined<float>(values) == floats("rand"));

  random::seed(7);
  const std::vector<float> long_run = joined<float>(random::rand({400}));
  CHECK(std::vector<float>(long_run.begin() + 300, long_run.end()) == floats("rand over one regeneration"));

  random::seed(0);
  CHECK(joined<float>(random::rand({4})) == floats("rand of seed 0"));
  random::seed(4294967295);
  CHECK(joined<float>(random::rand({4})) == floats("rand of the largest seed"));
}

TEST_CASE("randn draws NumPy's numbers and keeps the second of a pair") {
  random::seed(1);
  const Tensor first = random::randn({5});
  CHECK(joined<float>(first, random::randn({4})) == floats("randn"));

  random::seed(1);
  const Tensor one = random::randn({1});
  const Tensor two = random::rand({2});
  const Tensor three = random::randn({2});
  CHECK(joined<float>(one, two, three, random::rand({1})) == floats("randn between rand"));

  random::seed(1);
  const Tensor before = random::randn({3});
  random::seed(1);
  CHECK(joined<float>(before, random::randn({3})) == floats("randn after seeding again"));
}

TEST_CASE("randint draws NumPy's numbers") {
  random::seed(42);
  const xt::xarray<int> one = random::randint(0, 1797, {20});
  const xt::xarray<int> two = random::randint(0, 2, {20});
  const xt::xarray<int> three = random::randint(-5, 100, {4, 5});
  CHECK(shape_of(three) == Shape{4, 5});
  CHECK(joined<int>(one, two, three) == integers("randint"));

  random::seed(3);
  const xt::xarray<int> same = random::randint(7, 8, {3});
  CHECK(joined<int>(same, random::randint(0, 10, {3})) == integers("randint of one value"));

  random::seed(5);
  constexpr int lowest = std::numeric_limits<int>::min();
  constexpr int highest = std::numeric_limits<int>::max();
  CHECK(joined<int>(random::randint(lowest, highest, {9})) == integers("randint over all"));
}

TEST_CASE("uniform and normal draw NumPy's numbers") {
  random::seed(42);
  const Tensor uniform = random::uniform(-1.5, 2.5, {3, 4});
  CHECK(joined<float>(uniform, random::uniform(0.1, 0.1, {2})) == floats("uniform"));

  random::seed(42);
  const Tensor normal = random::normal(10, 0.02, {3, 5});
  const Tensor standard = random::normal(0, 1, {2});
  CHECK(joined<float>(normal, standard, random::normal(3, 0, {2})) == floats("normal"));
}

TEST_CASE("permutation, shuffle and choice draw NumPy's numbers") {
  random::seed(42);
  const xt::xarray<int> ten = random::permutation(10);
  const xt::xarray<int> hundred = random::permutation(100);
  CHECK(joined<int>(ten, hundred, random::permutation(1)) == integers("permutation"));

  random::seed(42);
  Tensor rows = Tensor::from_shape({5, 3});
  std::iota(rows.begin(), rows.end(), 0.0f);
  random::shuffle(rows);
  CHECK(joined<float>(rows) == floats("shuffle of rows"));

  random::seed(42);
  xt::xarray<int> numbers = xt::xarray<int>::from_shape({12});
  std::iota(numbers.begin(), numbers.end(), 0);
  xt::xarray<int> pairs = numbers;
  pairs.reshape({6, 2});
  random::shuffle(numbers);
  random::shuffle(pairs);
  CHECK(joined<int>(numbers, pairs) == integers("shuffle of integers"));

  random::seed(42);
  const xt::xarray<int> many = random::choice(60000, {4, 5});
  const xt::xarray<int> few = random::choice(10, {10});
  CHECK(joined<int>(many, few, random::choice(1, {2})) == integers("choice"));
}

TEST_CASE("permutation of an array draws NumPy's numbers and leaves the array as it is") {
  random::seed(42);
  Tensor rows = Tensor::from_shape({5, 3});
  std::iota(rows.begin(), rows.end(), 0.0f);
  const Tensor before = rows;
  CHECK(joined<float>(random::permutation(rows)) == floats("permutation of rows"));
  CHECK((rows == before));

  random::seed(42);
  const xt::xarray<int> numbers = random::permutation(xt::arange(12));
  CHECK(joined<int>(numbers, random::randint(0, 9, {2})) == integers("permutation of integers"));
}

TEST_CASE("choice with and without replacement and with probabilities draws NumPy's numbers") {
  const std::vector<double> p = {0.1, 0.65, 0.0, 0.25};
  random::seed(42);
  const xt::xarray<int> six = random::choice(9, {2, 3}, {.replace = false});
  CHECK(shape_of(six) == Shape{2, 3});
  CHECK(joined<int>(six, random::choice(5, {5}, {.replace = false})) ==
        integers("choice without replacement"));

  random::seed(42);
  const xt::xarray<int> weighted = random::choice(4, {4, 5}, {.p = p});
  CHECK(joined<int>(weighted, random::choice(1, {2}, {.p = {1.0}})) == integers("choice by probability"));

  random::seed(42);
  std::vector<int> different;
  for (int repetition = 0; repetition < 9; ++repetition) {
    const xt::xarray<int> three = random::choice(4, {3}, {.replace = false, .p = p});
    different.insert(different.end(), three.begin(), three.end());
  }
  CHECK(different == integers("choice of different ones by probability"));

  random::seed(42);
  const xt::xarray<int> first = random::choice(4, {3}, {.p = p});
  const xt::xarray<int> second = random::choice(4, {3});
  CHECK(joined<int>(first, second, random::randint(0, 99, {3})) == integers("choice, then others"));
}

TEST_CASE("random arrays may be empty or have no axis") {
  CHECK(shape_of(random::rand({})) == Shape{});
  CHECK(shape_of(random::randn({0, 3})) == Shape{0, 3});
  CHECK(random::permutation(0).size() == 0);
  CHECK(random::choice(2, {0}, {.replace = false, .p = {0.5, 0.5}}).size() == 0);
  Tensor nothing = Tensor::from_shape({0, 3});
  CHECK_NOTHROW(random::shuffle(nothing));
  Tensor hollow = Tensor::from_shape({3, 0});
  CHECK_NOTHROW(random::shuffle(hollow));
}

TEST_CASE("random functions refuse wrong arguments") {
  CHECK_THROWS_WITH(random::seed(-1), Contains("between 0 and 2**32 - 1") && Contains("seed=-1"));
  CHECK_THROWS_WITH(random::seed(4294967296), Contains("seed=4294967296"));
  CHECK_THROWS_WITH(random::randint(3, 3, {2}), Contains("needs low < high") && Contains("low=3, high=3"));
  CHECK_THROWS_WITH(random::uniform(1, 0, {2}), Contains("low <= high") && Contains("low=1, high=0"));
  CHECK_THROWS_AS(random::uniform(0, std::numeric_limits<double>::infinity(), {2}), ValueError);
  CHECK_THROWS_AS(random::uniform(-1.7e308, 1.7e308, {2}), ValueError);
  CHECK_THROWS_WITH(random::normal(0, -0.5, {2}), Contains("scale >= 0") && Contains("scale=-0.5"));
  CHECK_THROWS_AS(random::normal(0, std::numeric_limits<double>::quiet_NaN(), {2}), ValueError);
  CHECK_THROWS_WITH(random::permutation(-1), Contains("needs n >= 0") && Contains("n=-1"));
  CHECK_THROWS_WITH(random::choice(0, {2}), Contains("needs n > 0") && Contains("n=0"));
  CHECK_THROWS_WITH(
      random::choice(3, {2}, {.p = {0.5, 0.5}}),
      Contains("one probability for each of the n numbers") && Contains("n=3, 2 probabilities"));
  CHECK_THROWS_WITH(random::choice(2, {2}, {.p = {1.5, -0.5}}),
                    Contains("must not be negative") && Contains("p=-0.5"));
  CHECK_THROWS_WITH(random::choice(2, {2}, {.p = {0.5, 0.4}}),
                    Contains("must sum to 1") && Contains("a sum of 0.9"));
  CHECK_THROWS_AS(random::choice(1, {2}, {.p = {std::numeric_limits<double>::quiet_NaN()}}), ValueError);
  CHECK_THROWS_WITH(random::choice(3, {2, 2}, {.replace = false}),
                    Contains("cannot draw 4 numbers of 3 that can be drawn"));
  CHECK_THROWS_WITH(random::choice(3, {2}, {.replace = false, .p = {0.0, 1.0, 0.0}}),
                    Contains("cannot draw 2 numbers of 1 that can be drawn"));
  CHECK_THROWS_WITH(random::permutation(Tensor::from_shape({})), Contains("at least one dimension"));
  CHECK_THROWS_WITH(random::rand({None, 3}), Contains("(None, 3)"));
  CHECK_THROWS_AS(random::randn({2147483647, 2147483647}), ValueError);
  Tensor scalar = Tensor::from_shape({});
  CHECK_THROWS_WITH(random::shuffle(scalar), Contains("at least one dimension"));
}

TEST_CASE("a rejected call draws nothing") {
  random::seed(42);
  CHECK_THROWS_AS(random::rand({None}), ValueError);
  CHECK_THROWS_AS(random::randint(1, 0, {3}), ValueError);
  CHECK_THROWS_AS(random::seed(-1), ValueError);
  CHECK(joined<float>(random::rand({2, 3})) == floats("rand"));
}
