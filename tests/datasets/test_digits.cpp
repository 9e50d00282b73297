#include <cstdint>
#include <vector>

#include "keratin/datasets/digits.hpp"
#include "support/catch.hpp"

namespace keratin::test_digits {
namespace {

/// The position-dependent hash of tests/golden/digits.py, which printed the expected values below.
template <class T>
std::uint64_t hash(const xt::xarray<T>& numbers) {
  std::uint64_t sum = 0;
  std::uint64_t position = 0;
  for (T number : numbers.storage()) {
    ++position;
    sum += (static_cast<std::uint64_t>(number) + 1) * position * position * 2654435761U;
  }
  return sum;
}

std::vector<int> digit(const Tensor& images, std::size_t number) {
  const float* first = images.data() + number * 64;
  return {first, first + 64};
}

}  // namespace

TEST_CASE("digits: scikit-learn's, in its order") {
  const auto [images, labels] = datasets::digits::load_data();
  CHECK(shape_of(images) == Shape{1797, 8, 8, 1});
  CHECK(shape_of(labels) == Shape{1797});
  CHECK(hash(images) == 2787745646075667811U);
  CHECK(hash(labels) == 9841148863830727740U);

  std::vector<int> label_counts(10);
  for (int label : labels.storage()) ++label_counts.at(static_cast<std::size_t>(label));
  CHECK(label_counts == std::vector<int>{178, 182, 177, 183, 181, 182, 181, 179, 174, 180});

  std::vector<int> pixel_counts(17);
  for (float pixel : images.storage()) ++pixel_counts.at(static_cast<std::size_t>(pixel));
  CHECK(pixel_counts == std::vector<int>{56272, 4095, 3296, 2944, 3261, 2803, 2559, 2627, 3464, 2585, 2711,
                                         2845, 3668, 3509, 3609, 4304, 10456});
}

TEST_CASE("digits: the first, a middle and the last one") {
  const auto [images, labels] = datasets::digits::load_data();
  CHECK(labels(0) == 0);
  CHECK(digit(images, 0) == std::vector<int>{0, 0, 5,  13, 9,  1,  0, 0, 0, 0, 13, 15, 10, 15, 5, 0,  //
                                             0, 3, 15, 2,  0,  11, 8, 0, 0, 4, 12, 0,  0,  8,  8, 0,  //
                                             0, 5, 8,  0,  0,  9,  8, 0, 0, 4, 11, 0,  1,  12, 7, 0,  //
                                             0, 2, 14, 5,  10, 12, 0, 0, 0, 0, 6,  13, 10, 0,  0, 0});
  CHECK(labels(898) == 8);
  CHECK(digit(images, 898) == std::vector<int>{0, 0, 1,  11, 14, 15, 3, 0, 0, 1, 13, 16, 12, 16, 8, 0,  //
                                               0, 8, 16, 4,  6,  16, 5, 0, 0, 5, 15, 11, 13, 14, 0, 0,  //
                                               0, 0, 2,  12, 16, 13, 0, 0, 0, 0, 0,  13, 16, 16, 6, 0,  //
                                               0, 0, 0,  16, 16, 16, 7, 0, 0, 0, 0,  11, 13, 12, 1, 0});
  CHECK(labels(1796) == 8);
  CHECK(digit(images, 1796) == std::vector<int>{0, 0, 10, 14, 8,  1,  0, 0, 0, 2, 16, 14, 6,  1,  0, 0,  //
                                                0, 0, 15, 15, 8,  15, 0, 0, 0, 0, 5,  16, 16, 10, 0, 0,  //
                                                0, 0, 12, 15, 15, 12, 0, 0, 0, 4, 16, 6,  4,  16, 6, 0,  //
                                                0, 8, 16, 10, 8,  16, 8, 0, 0, 1, 8,  12, 14, 12, 1, 0});
}

TEST_CASE("digits: every call gives a copy of one's own") {
  auto digits = datasets::digits::load_data();
  digits.images.fill(0);
  CHECK(datasets::digits::load_data().images(0, 0, 3, 0) == 13);
}

}  // namespace keratin::test_digits
