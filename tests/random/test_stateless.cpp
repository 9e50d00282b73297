#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "random/random_golden.hpp"
#include "random/stateless.hpp"
#include "support/catch.hpp"

using namespace keratin;
using random::StatelessSeed;

namespace {

using Fill = void (*)(StatelessSeed, std::size_t, std::size_t, float*, float, float);

Fill function_named(const std::string& name) {
  if (name == "uniform") return random::stateless_uniform;
  return name == "normal" ? random::stateless_normal : random::stateless_truncated_normal;
}

std::vector<float> drawn(Fill fill, StatelessSeed seed, std::size_t begin, std::size_t count) {
  std::vector<float> values(count);
  fill(seed, begin, count, values.data(), 0.0f, 1.0f);
  return values;
}

}  // namespace

// Exact: 0 ulp. The normal numbers take log, sin and cos from the C library, as TensorFlow does.
TEST_CASE("the stateless functions draw TensorFlow's numbers") {
  for (const nlohmann::json& one : testing::random_numbers().at("stateless")) {
    INFO(one.at("name").get<std::string>());
    const std::vector<float> expected = testing::floats_of(one.at("values"));
    const std::vector<float> arguments = one.at("arguments");
    const float first = arguments.empty() ? 0.0f : arguments[0];
    const float second = arguments.empty() ? 1.0f : arguments[1];
    std::vector<float> values(expected.size());
    function_named(one.at("function"))(StatelessSeed(one.at("seed"), one.at("call")), one.at("begin"),
                                       values.size(), values.data(), first, second);
    CHECK(values == expected);
  }
}

TEST_CASE("an array filled in parts has the bits of one filled at once") {
  for (Fill fill : {Fill{random::stateless_uniform}, Fill{random::stateless_normal},
                    Fill{random::stateless_truncated_normal}}) {
    const std::vector<float> whole = drawn(fill, StatelessSeed(3, 5), 0, 600);
    for (std::size_t size : {1, 2, 3, 4, 5, 255, 256, 257}) {
      std::vector<float> parts(whole.size());
      for (std::size_t begin = 0; begin < parts.size(); begin += size) {
        const std::size_t count = std::min(size, parts.size() - begin);
        fill(StatelessSeed(3, 5), begin, count, parts.data() + begin, 0.0f, 1.0f);
      }
      CHECK(parts == whole);
    }
  }
}

TEST_CASE("Philox's words at any place are those of its stream") {
  const random::Philox philox(StatelessSeed(1337));
  std::vector<std::uint32_t> stream(4 * random::Philox::lanes);
  const std::uint64_t first = 0xfffffffe;
  philox.fill(first, stream.data());
  for (std::size_t lane = 0; lane < 4; ++lane) {
    const random::Philox::Words words = philox.words(first + lane);
    CHECK(std::vector<std::uint32_t>(words.begin(), words.end()) ==
          std::vector<std::uint32_t>(stream.begin() + 4 * static_cast<std::ptrdiff_t>(lane),
                                     stream.begin() + 4 * static_cast<std::ptrdiff_t>(lane + 1)));
  }
}

TEST_CASE("truncated normal numbers stay within two standard deviations") {
  for (float value : drawn(random::stateless_truncated_normal, StatelessSeed(1), 0, 20000)) {
    REQUIRE(std::abs(value) < 2.0f);
  }
}

TEST_CASE("dropout_mask keeps what Keras's Dropout keeps, call by call") {
  for (const nlohmann::json& one : testing::random_numbers().at("dropout")) {
    INFO(one.at("name").get<std::string>());
    const double rate = std::stod(one.at("rate").get<std::string>());
    for (std::size_t call = 0; call < 3; ++call) {
      const std::vector<float> expected = testing::floats_of(one.at("values").at(call));
      std::vector<float> mask(expected.size());
      const StatelessSeed seed(one.at("seed"), static_cast<std::int64_t>(call));
      random::dropout_mask(seed, rate, 0, mask.size(), mask.data());
      CHECK(mask == expected);
      const std::size_t begin = mask.size() - 3;
      random::dropout_mask(seed, rate, begin, 3, mask.data() + begin);
      CHECK(mask == expected);
    }
  }
}
