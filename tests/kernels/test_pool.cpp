// Max pooling on each instruction set, against the plainest loop: sums of small whole numbers are exact.
#include <limits>

#include "kernels/convolution_cases.hpp"
#include "kernels/pool.hpp"

using namespace keratin::kernels;
using namespace keratin::testing;

namespace {

struct Result {
  std::vector<float> y, dx;
};

/// The first largest number of each window, and the gradient that goes to it.
Result reference_max_pool(const Pooling& shape, const std::vector<float>& x, const std::vector<float>& dy) {
  const TapConv conv{shape.batch,    shape.rows, shape.columns, shape.channels,
                     shape.channels, false,      shape.depth};
  Result result{std::vector<float>(dy.size(), -std::numeric_limits<float>::infinity()),
                std::vector<float>(x.size())};
  std::vector<std::size_t> places(dy.size());
  for_each_meeting(conv, [&](std::size_t large, std::size_t small, std::size_t) {
    for (std::size_t c = 0; c < shape.channels; ++c) {
      if (x[large + c] <= result.y[small + c]) continue;
      result.y[small + c] = x[large + c];
      places[small + c] = large + c;
    }
  });
  for (std::size_t i = 0; i < dy.size(); ++i) result.dx[places[i]] += dy[i];
  return result;
}

/// Whole numbers from −4 to 4, of which many are equal.
std::vector<float> small_numbers(std::size_t count, unsigned seed) {
  std::vector<float> numbers = random_numbers(count, seed);
  for (float& number : numbers) number = std::round(4 * number);
  return numbers;
}

void check_max_pool(const Pooling& shape) {
  const auto size = [&](int Axis::*side) {
    return shape.batch * as_size(shape.depth.*side) * as_size(shape.rows.*side) *
           as_size(shape.columns.*side) * shape.channels;
  };
  const std::vector<float> x = small_numbers(size(&Axis::large), 1),
                           dy = small_numbers(size(&Axis::small), 2);
  Result made{std::vector<float>(dy.size(), NAN), std::vector<float>(x.size(), NAN)};
  max_pool(shape, x.data(), {}, made.y.data());
  max_pool_gradient(shape, x.data(), dy.data(), made.dx.data());
  const Result expected = reference_max_pool(shape, x, dy);
  CHECK(made.y == expected.y);
  CHECK(made.dx == expected.dx);
}

}  // namespace

TEST_CASE("max_pool and its gradient equal the plain loop on every instruction set") {
  for_each_instruction_set([] {
    for (const std::size_t channels : {1, 3, 4, 8, 16, 21, 35}) {
      for (int window = 1; window <= 3; ++window) {
        for (int stride = 1; stride <= 3; ++stride) {
          INFO(channels << " channels, windows of " << window << ", strides of " << stride);
          check_max_pool(
              {2, channels, one_plane, same_axis(7, window, stride), same_axis(6, window, stride)});
          check_max_pool(
              {2, channels, one_plane, valid_axis(6, window, stride), valid_axis(8, window, stride)});
          check_max_pool({1, channels, valid_axis(4, window, stride), valid_axis(4, window, stride),
                          same_axis(5, window, stride)});
        }
      }
    }
  });
}
