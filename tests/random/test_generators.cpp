#include <algorithm>
#include <mutex>
#include <thread>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/random.hpp"
#include "random/generators.hpp"
#include "random/random_golden.hpp"
#include "support/catch.hpp"

using namespace keratin;
using Catch::Matchers::Contains;

TEST_CASE("seed_all starts Python's and NumPy's generators again") {
  const std::vector<std::int64_t> expected = testing::random_case("python", "42").at("values");
  for (int repetition = 0; repetition < 2; ++repetition) {
    random::seed_all(42);
    for (std::int64_t seed : expected) CHECK(random::next_seed() == seed);
    CHECK(random::rand({1})(0) == 0.37454012f);
  }
}

TEST_CASE("a rejected seed leaves the generators as they are") {
  random::seed_all(42);
  CHECK_THROWS_WITH(random::seed_all(-1), Contains("seed=-1"));
  CHECK_THROWS_AS(random::seed_all(std::int64_t{1} << 32), ValueError);
  CHECK(random::next_seed() == 686579304);
}

TEST_CASE("threads share one sequence of seeds") {
  random::seed_all(42);
  std::vector<std::int64_t> expected(400);
  std::generate(expected.begin(), expected.end(), random::next_seed);
  random::seed_all(42);
  std::mutex mutex;
  std::vector<std::int64_t> drawn;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int draw = 0; draw < 100; ++draw) {
        const std::int64_t seed = random::next_seed();
        static_cast<void>(random::randn({3}));
        const std::lock_guard lock(mutex);
        drawn.push_back(seed);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::sort(expected.begin(), expected.end());
  std::sort(drawn.begin(), drawn.end());
  CHECK(drawn == expected);
}
