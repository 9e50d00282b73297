#include "support/compare.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "support/catch.hpp"

namespace keratin::testing {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double scale_of(const Tensor& expected) {
  double scale = 0.01;
  for (float value : expected) {
    if (std::isfinite(value)) scale = std::max(scale, std::abs(double{value}));
  }
  return scale;
}

double difference(float actual, float expected) {
  if (actual == expected || (std::isnan(actual) && std::isnan(expected))) return 0;
  const double distance = std::abs(double{actual} - double{expected});
  return std::isnan(distance) ? infinity : distance;
}

std::string position(std::size_t offset, const Shape& shape) {
  std::string text;
  for (int axis = shape.rank() - 1; axis >= 0; --axis) {
    const auto size = static_cast<std::size_t>(shape[axis]);
    text = std::to_string(offset % size) + (text.empty() ? "" : ", ") + text;
    offset /= size;
  }
  return "[" + text + "]";
}

}  // namespace

double max_difference(const Tensor& actual, const Tensor& expected) {
  if (shape_of(actual) != shape_of(expected)) return infinity;
  double largest = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    largest = std::max(largest, difference(actual.data()[i], expected.data()[i]));
  }
  return largest / scale_of(expected);
}

void require_close(const Tensor& actual, const Tensor& expected, double tolerance) {
  REQUIRE(to_string(shape_of(actual)) == to_string(shape_of(expected)));
  const double limit = tolerance * scale_of(expected);
  std::size_t first = 0;
  while (first < expected.size() && difference(actual.data()[first], expected.data()[first]) <= limit)
    ++first;
  if (first < expected.size()) {
    INFO("first difference at " << position(first, shape_of(expected)) << ": got " << actual.data()[first]
                                << ", expected " << expected.data()[first]);
    REQUIRE(max_difference(actual, expected) <= tolerance);
  }
}

}  // namespace keratin::testing
