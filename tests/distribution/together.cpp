#include "distribution/together.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <optional>

#include "distribution/agreement.hpp"
#include "distribution/team.hpp"
#include "keratin/distribution.hpp"
#include "keratin/error.hpp"
#include "keratin/utils/naming.hpp"
#include "keratin/utils/random_seed.hpp"

namespace keratin::testing {

using distribution::DataParallel;
using distribution::Team;

namespace {

int failed = 0;

Outcome run(const std::optional<DataParallel>& distribution, int seed,
            const std::function<Outcome()>& train) {
  distribution::set_distribution(distribution);
  utils::clear_session();
  utils::set_random_seed(seed);
  return train();
}

/// The largest difference, as a part of the largest number of the array that it is in.
double difference(const Outcome& one, const Outcome& other) {
  double most =
      one.arrays.size() == other.arrays.size() && one.numbers.size() == other.numbers.size() ? 0 : 1;
  const auto compare = [&](double difference, double scale) {
    if (!(difference <= most * scale)) most = difference / scale;
  };
  for (std::size_t i = 0; i < std::min(one.arrays.size(), other.arrays.size()); ++i) {
    double scale = 1e-30, distance = 0;
    for (std::size_t k = 0; k < one.arrays[i].size(); ++k) {
      scale = std::max(scale, std::abs(double{one.arrays[i].data()[k]}));
      distance =
          std::max(distance, std::abs(double{one.arrays[i].data()[k]} - double{other.arrays[i].data()[k]}));
    }
    compare(distance, scale);
  }
  for (std::size_t i = 0; i < std::min(one.numbers.size(), other.numbers.size()); ++i)
    compare(std::abs(one.numbers[i] - other.numbers[i]), std::abs(one.numbers[i]) + 1e-30);
  return most;
}

std::uint64_t hash_of(const Outcome& outcome) {
  std::uint64_t hash = distribution::hash_of(nullptr, 0);
  for (const Tensor& array : outcome.arrays)
    hash = distribution::hash_of(array.data(), array.size() * sizeof(float), hash);
  return distribution::hash_of(outcome.numbers.data(), outcome.numbers.size() * sizeof(double), hash);
}

}  // namespace

bool is_shared(const std::string& text) {
  Team* team = Team::current();
  if (team == nullptr) return true;
  const std::vector<std::string> all = distribution::together([&] { return team->gather_texts(text); });
  return std::all_of(all.begin(), all.end(), [&](const std::string& one) { return one == text; });
}

void check(bool holds, const std::string& text) {
  if (holds) return;
  ++failed;
  std::fprintf(stderr, "process %d: %s\n", distribution::process_id(), text.c_str());
}

int failures() { return failed; }

void check_training(const std::string& name, const std::function<Outcome()>& train) {
  // A number within a rounding of LeakyReLU's kink takes the other slope in one of the two runs: a GAN's 20
  // steps often meet one, so that only some seeds have none.
  constexpr int seeds = 8;
  double distance = 1.0;
  for (int seed = 1; seed <= seeds && distance > 1e-5; ++seed) {
    const Outcome alone = run({}, seed, train), together = run(DataParallel(), seed, train),
                  again = run(DataParallel(), seed, train);
    distance = difference(alone, together);
    if (distribution::process_id() == 0)
      std::fprintf(stderr, "%s, seed %d: %.1e\n", name.c_str(), seed, distance);
    check(hash_of(together) == hash_of(again), name + ": a second run has other bits");
    check(is_shared(std::to_string(hash_of(together))), name + ": the processes have other bits");
  }
  check(distance <= 1e-5, fmt::format("{}: together differs by {} from one process", name, distance));
}

void check_error(const std::string& name, const std::string& part, const std::function<void()>& make_error) {
  distribution::set_distribution(DataParallel());
  std::string text;
  try {
    make_error();
  } catch (const ValueError& error) {
    text = error.what();
  }
  check(text.find(part) != std::string::npos, fmt::format("{}: no such error: {}", name, text));
  check(is_shared(text), fmt::format("{}: the processes have other errors: {}", name, text));
}

}  // namespace keratin::testing
