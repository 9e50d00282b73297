#include "keratin/shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "keratin/error.hpp"

namespace keratin {

Shape::Shape(std::initializer_list<int> dimensions) {
  for (int dimension : dimensions) push_back(dimension);
}

void Shape::push_back(int dimension) {
  if (rank_ == max_rank) {
    throw ValueError(fmt::format("A shape has at most {} dimensions; received one more after {}.", max_rank,
                                 to_string(*this)));
  }
  dimensions_[size()] = dimension;
  ++rank_;
}

Shape Shape::without_batch() const {
  Shape sample;
  for (const int* dimension = begin() + (empty() ? 0 : 1); dimension != end(); ++dimension)
    sample.push_back(*dimension);
  return sample;
}

Shape Shape::with_batch(int batch) const {
  Shape whole{batch};
  for (int dimension : *this) whole.push_back(dimension);
  return whole;
}

std::size_t Shape::element_count() const {
  constexpr std::size_t limit = std::size_t{1} << 40;
  std::size_t count = 1;
  bool is_empty = false;
  for (int dimension : *this) {
    if (dimension < 0) {
      throw ValueError(
          fmt::format("The size of shape {} is unknown: every dimension must be given.", to_string(*this)));
    }
    is_empty = is_empty || dimension == 0;
    const auto factor = static_cast<std::size_t>(std::max(dimension, 1));  // strides are products too
    if (count > limit / factor) {
      throw ValueError(fmt::format("An array of shape {} is too large.", to_string(*this)));
    }
    count *= factor;
  }
  return is_empty ? 0 : count;
}

bool Shape::fully_known() const {
  return std::none_of(begin(), end(), [](int dimension) { return dimension < 0; });
}

bool Shape::operator==(const Shape& other) const {
  return std::equal(begin(), end(), other.begin(), other.end());
}

int Shape::checked(std::ptrdiff_t dimension) {
  if (dimension < None || dimension > std::numeric_limits<int>::max()) {
    throw ValueError(fmt::format("A dimension of {} is out of range.", dimension));
  }
  return static_cast<int>(dimension);
}

std::size_t Shape::index(int axis) const {
  const int position = axis < 0 ? axis + rank_ : axis;
  if (position < 0 || position >= rank_) {
    throw ValueError(fmt::format("Shape {} has no axis {}.", to_string(*this), axis));
  }
  return static_cast<std::size_t>(position);
}

std::string to_string(const Shape& shape) {
  std::string text = "(";
  for (int axis = 0; axis < shape.rank(); ++axis) {
    if (axis > 0) text += ", ";
    text += shape[axis] == None ? "None" : std::to_string(shape[axis]);
  }
  return text + (shape.rank() == 1 ? ",)" : ")");
}

bool compatible(const Shape& a, const Shape& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](int left, int right) { return left == right || left < 0 || right < 0; });
}

}  // namespace keratin
