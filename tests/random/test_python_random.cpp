#include <string>

#include "random/mersenne_twister.hpp"
#include "random/random_golden.hpp"
#include "support/catch.hpp"

using namespace keratin;

TEST_CASE("randint draws Python's integers after a seed of one or two words") {
  for (const nlohmann::json& one : testing::random_numbers().at("python")) {
    const std::string seed = one.at("name");
    INFO("seed " << seed);
    random::PythonRandom generator(std::stoull(seed));
    for (const nlohmann::json& expected : one.at("values"))
      CHECK(generator.randint(1, 1'000'000'000) == expected);
  }
}
