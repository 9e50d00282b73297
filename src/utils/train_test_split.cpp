#include "keratin/utils/train_test_split.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <numeric>
#include <tuple>
#include <utility>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/utils/take.hpp"
#include "kernels/axis.hpp"
#include "random/generators.hpp"
#include "random/shuffle_in_place.hpp"
#include "utils/class_numbers.hpp"

namespace keratin::utils {

namespace {

using kernels::as_size;
using random::NumpyRandom;

/// Numbers of samples.
struct SplitIndices {
  std::vector<int> train, test;
};

[[noreturn]] void fail_to_stratify(const std::string& reason) {
  throw ValueError(fmt::format("train_test_split: stratify {}.", reason));
}

/// As RandomState.permutation().
std::vector<int> permutation_of(std::vector<int> numbers, NumpyRandom& generator) {
  random::shuffle_in_place(numbers.size(), generator, [&](std::size_t one, std::size_t other) {
    std::swap(numbers[one], numbers[other]);
  });
  return numbers;
}

std::vector<int> numbers_below(int count) {
  std::vector<int> numbers(as_size(count));
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

/// How many of `draws` samples each class gets by its count: the whole parts of its share, and one more for
/// those with the largest fractions, which `generator` chooses among equal ones, as scikit-learn does.
std::vector<int> class_shares(const std::vector<int>& counts, int draws, NumpyRandom& generator) {
  const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
  std::vector<int> whole;
  std::map<double, std::vector<std::size_t>, std::greater<>> by_fraction;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double share = counts[i] / total * draws;
    whole.push_back(static_cast<int>(std::floor(share)));
    by_fraction[share - std::floor(share)].push_back(i);
  }
  int missing = draws - std::accumulate(whole.begin(), whole.end(), 0);
  for (const auto& [fraction, classes] : by_fraction) {
    if (missing == 0) break;
    const int added = std::min(static_cast<int>(classes.size()), missing);
    const std::vector<int> order = permutation_of(numbers_below(static_cast<int>(classes.size())), generator);
    for (int i = 0; i < added; ++i) ++whole[classes[as_size(order[as_size(i)])]];
    missing -= added;
  }
  return whole;
}

/// The numbers of the samples of each class.
std::vector<std::vector<int>> samples_of_classes(const Tensor& y, int train, int test) {
  const std::vector<int> numbers = class_numbers("train_test_split with stratify", "y", y);
  std::map<int, std::vector<int>> by_class;
  for (std::size_t i = 0; i < numbers.size(); ++i) by_class[numbers[i]].push_back(static_cast<int>(i));
  std::vector<std::vector<int>> samples;
  for (auto& [number, of_class] : by_class) {
    if (of_class.size() < 2) {
      fail_to_stratify(fmt::format(
          "needs 2 samples or more of each class, but there is 1 of class {}: leave it out, or the class",
          number));
    }
    samples.push_back(std::move(of_class));
  }
  const int classes = static_cast<int>(samples.size());
  if (train < classes || test < classes) {
    fail_to_stratify(
        fmt::format("needs as many samples in each part as there are classes, {}, but the parts have {} and "
                    "{}: give another test_size",
                    classes, train, test));
  }
  return samples;
}

SplitIndices stratified(const Tensor& y, int train, int test, NumpyRandom& generator) {
  const std::vector<std::vector<int>> samples = samples_of_classes(y, train, test);
  std::vector<int> counts;
  for (const std::vector<int>& of_class : samples) counts.push_back(static_cast<int>(of_class.size()));
  const std::vector<int> for_train = class_shares(counts, train, generator);
  for (std::size_t i = 0; i < counts.size(); ++i) counts[i] -= for_train[i];
  const std::vector<int> for_test = class_shares(counts, test, generator);
  SplitIndices indices;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const std::vector<int> order = permutation_of(samples[i], generator);
    const auto middle = order.begin() + for_train[i];
    indices.train.insert(indices.train.end(), order.begin(), middle);
    indices.test.insert(indices.test.end(), middle, middle + for_test[i]);
  }
  indices.train = permutation_of(std::move(indices.train), generator);
  indices.test = permutation_of(std::move(indices.test), generator);
  return indices;
}

/// The first `first` numbers, and the others.
std::pair<std::vector<int>, std::vector<int>> parted(const std::vector<int>& numbers, int first) {
  return {{numbers.begin(), numbers.begin() + first}, {numbers.begin() + first, numbers.end()}};
}

int checked_test_count(int count, double test_size) {
  const bool is_share = test_size > 0.0 && test_size < 1.0;
  if (!is_share) {
    throw ValueError(fmt::format(
        "train_test_split: test_size must be a share of the samples, above 0 and below 1, but received {}.",
        test_size));
  }
  const int test = static_cast<int>(std::ceil(test_size * count));
  if (test < count) return test;
  throw ValueError(
      fmt::format("train_test_split: of {} samples, a test_size of {} leaves none to train with. Give a "
                  "smaller test_size.",
                  count, test_size));
}

SplitIndices split_samples(int count, const Tensor& y, const TrainTestSplitOptions& options) {
  const int test = checked_test_count(count, options.test_size);
  const std::uint32_t given_seed = options.seed ? random::checked_seed(*options.seed) : 0;
  SplitIndices indices;
  if (!options.shuffle) {
    if (options.stratify) fail_to_stratify("needs shuffle: leave .shuffle = true");
    std::tie(indices.train, indices.test) = parted(numbers_below(count), count - test);
    return indices;
  }
  const auto drawn = [&](NumpyRandom& generator) {
    if (options.stratify) return stratified(y, count - test, test, generator);
    std::tie(indices.test, indices.train) = parted(permutation_of(numbers_below(count), generator), test);
    return indices;
  };
  if (options.seed) {
    NumpyRandom generator(given_seed);
    return drawn(generator);
  }
  random::Generators& all = random::generators();
  const std::lock_guard lock(all.mutex);
  return drawn(all.numpy);
}

}  // namespace

TrainTestSplit train_test_split(const TensorArgument& x, const TensorArgument& y,
                                const TrainTestSplitOptions& options) {
  const Shape samples = shape_of(x.tensor()), targets = shape_of(y.tensor());
  if (samples.empty() || targets.empty() || samples[0] != targets[0]) {
    throw ValueError(fmt::format(
        "train_test_split: x and y must hold the same number of samples, but received shapes {} and {}.",
        to_string(samples), to_string(targets)));
  }
  const SplitIndices indices = split_samples(samples[0], y.tensor(), options);
  return {{.x = take(x, indices.train, 0), .y = take(y, indices.train, 0)},
          {.x = take(x, indices.test, 0), .y = take(y, indices.test, 0)}};
}

}  // namespace keratin::utils
