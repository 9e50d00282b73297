// What scikit-learn answers is in tests/golden/splits.json, see the script beside it.
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/random.hpp"
#include "keratin/utils/train_test_split.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"

namespace keratin::utils {
namespace {

using nlohmann::json;

std::vector<json> golden_splits() {
  std::ifstream file(testing::golden_path("splits.json"));
  return json::parse(file).at("splits");
}

Tensor numbers_to(int count) { return xt::arange<float>(static_cast<float>(count)); }

}  // namespace

TEST_CASE("train_test_split gives the samples that scikit-learn gives") {
  for (const json& expected : golden_splits()) {
    INFO(expected.dump());
    const auto y = expected.at("y").get<std::vector<float>>();
    TrainTestSplitOptions options = {.test_size = expected.value("test_size", 0.25),
                                     .shuffle = expected.value("shuffle", true),
                                     .stratify = expected.at("stratify")};
    if (expected.contains("random_state")) options.seed = expected["random_state"].get<std::int64_t>();
    if (!expected.at("numpy_seed").is_null()) random::seed(expected["numpy_seed"].get<int>());
    const int count = static_cast<int>(y.size());
    Tensor targets = empty_tensor({count});
    std::copy(y.begin(), y.end(), targets.begin());
    const Tensor x = xt::arange<float>(static_cast<float>(2 * count)).reshape({count, 2});
    const auto [train, test] = train_test_split(x, targets, options);
    const auto samples = [&](const Data& part) {
      std::vector<int> numbers;
      for (std::size_t i = 0; i < part.x.shape(0); ++i) {
        const int sample = static_cast<int>(part.x(i, 0)) / 2;
        CHECK(part.x(i, 1) == static_cast<float>(2 * sample + 1));
        CHECK(part.y(i) == y[static_cast<std::size_t>(sample)]);
        numbers.push_back(sample);
      }
      return numbers;
    };
    CHECK(samples(train) == expected.at("train").get<std::vector<int>>());
    CHECK(samples(test) == expected.at("test").get<std::vector<int>>());
  }
}

TEST_CASE("train_test_split without a seed follows keratin::random and goes on from call to call") {
  const Tensor x = numbers_to(50);
  random::seed(2);
  const Tensor first = train_test_split(x, x).test.x, second = train_test_split(x, x).test.x;
  CHECK_FALSE(first == second);
  random::seed(2);
  CHECK((train_test_split(x, x).test.x == first));
}

TEST_CASE("train_test_split: wrong calls") {
  const Tensor x = xt::arange<float>(8).reshape({4, 2});
  const auto refused = [&](const Tensor& y, const TrainTestSplitOptions& options, const std::string& text) {
    CHECK_THROWS_WITH(train_test_split(x, y, options), "train_test_split" + text);
  };
  const Tensor y = {0, 1, 0, 1};
  refused(numbers_to(3), {},
          ": x and y must hold the same number of samples, but received shapes (4, 2) and (3,).");
  refused(y, {.test_size = 2},
          ": test_size must be a share of the samples, above 0 and below 1, but received 2.");
  refused(y, {.test_size = 0.9},
          ": of 4 samples, a test_size of 0.9 leaves none to train with. Give a smaller test_size.");
  refused(y, {.shuffle = false, .stratify = true}, ": stratify needs shuffle: leave .shuffle = true.");
  for (const bool shuffle : {false, true}) {
    CHECK_THROWS_AS(train_test_split(x, y, {.seed = -1, .shuffle = shuffle}), ValueError);
    CHECK_THROWS_AS(train_test_split(x, y, {.seed = 4'294'967'296, .shuffle = shuffle}), ValueError);
  }
  refused({0, 1, 0, 2}, {.stratify = true},
          ": stratify needs 2 samples or more of each class, but there is 1 of class 1: leave it out, or the "
          "class.");
  refused(
      y, {.stratify = true},
      ": stratify needs as many samples in each part as there are classes, 2, but the parts have 3 and 1: "
      "give another test_size.");
  refused(
      x, {.stratify = true},
      " with stratify: y must be class numbers of shape (samples,) or (samples, 1), but received an array "
      "of shape (4, 2). Of one-hot rows or probabilities take utils::argmax(y, -1).");
}

}  // namespace keratin::utils
