#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "support/reference.hpp"

namespace keratin::reference {

namespace {

using Place = std::vector<int>;

Place place_of(std::size_t element, const Shape& shape) {
  Place place(shape.size());
  for (int axis = shape.rank() - 1; axis >= 0; --axis) {
    const auto size = static_cast<std::size_t>(shape[axis]);
    place[static_cast<std::size_t>(axis)] = static_cast<int>(element % size);
    element /= size;
  }
  return place;
}

/// For every element the elements of its group, those whose place has the same key.
template <class Key>
std::map<Place, std::vector<std::size_t>> groups_of(const Shape& shape, Key key) {
  std::map<Place, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < shape.element_count(); ++i) groups[key(place_of(i, shape))].push_back(i);
  return groups;
}

template <class Key>
Array normalize(const Array& x, Key key, double epsilon) {
  Array y = x;
  for (const auto& [_, elements] : groups_of(x.shape, key)) {
    const auto count = static_cast<double>(elements.size());
    double mean = 0, variance = 0;
    for (std::size_t i : elements) mean += x.data[i] / count;
    for (std::size_t i : elements) variance += (x.data[i] - mean) * (x.data[i] - mean) / count;
    for (std::size_t i : elements) y.data[i] = (x.data[i] - mean) / std::sqrt(variance + epsilon);
  }
  return y;
}

/// Multiplies by gamma and adds beta, both with one number for each place on these axes.
Array scale_and_shift(Array y, const Array& gamma, const Array& beta, const std::vector<int>& axes) {
  for (std::size_t i = 0; i < y.data.size(); ++i) {
    const Place place = place_of(i, y.shape);
    std::size_t weight = 0;
    for (int axis : axes) {
      weight = weight * static_cast<std::size_t>(y.shape[axis]) +
               static_cast<std::size_t>(place[static_cast<std::size_t>(axis)]);
    }
    y.data[i] = y.data[i] * gamma.data[weight] + beta.data[weight];
  }
  return y;
}

/// The key of a place in groups across these axes: what is left of it.
auto across(const std::vector<int>& axes) {
  return [&axes](Place place) {
    for (int axis : axes) place[static_cast<std::size_t>(axis)] = 0;
    return place;
  };
}

}  // namespace

Array layer_norm(const Array& x, const Array& gamma, const Array& beta, const std::vector<int>& axes,
                 double epsilon) {
  return scale_and_shift(normalize(x, across(axes), epsilon), gamma, beta, axes);
}

Array group_norm(const Array& x, const Array& gamma, const Array& beta, int groups, int axis,
                 double epsilon) {
  const auto key = [&](const Place& place) {
    return Place{place[0], place[static_cast<std::size_t>(axis)] / (x.shape[axis] / groups)};
  };
  return scale_and_shift(normalize(x, key, epsilon), gamma, beta, {axis});
}

Array unit_norm(const Array& x, const std::vector<int>& axes) {
  Array y = x;
  for (const auto& [_, elements] : groups_of(x.shape, across(axes))) {
    double squares = 0;
    for (std::size_t i : elements) squares += x.data[i] * x.data[i];
    for (std::size_t i : elements) y.data[i] /= std::sqrt(squares);
  }
  return y;
}

}  // namespace keratin::reference
