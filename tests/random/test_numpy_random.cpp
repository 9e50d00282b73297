#include "random/mersenne_twister.hpp"
#include "support/catch.hpp"

using keratin::random::NumpyRandom;

// numpy.random.seed(42): rand() and randn() as Python prints them, in double.
TEST_CASE("NumPy's generator gives NumPy's doubles") {
  NumpyRandom generator(42);
  CHECK(generator.uniform() == 0.3745401188473625);
  CHECK(generator.uniform() == 0.9507143064099162);
  generator.seed(42);
  CHECK(generator.normal() == 0.4967141530112327);
  CHECK(generator.normal() == -0.13826430117118466);
  CHECK(generator.normal() == 0.6476885381006925);
}

TEST_CASE("a largest integer of 0 draws no word") {
  NumpyRandom generator(42);
  CHECK(generator.integer(0) == 0);
  CHECK(generator.uniform() == 0.3745401188473625);
}
