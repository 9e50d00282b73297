#include "support/reference.hpp"

#include <algorithm>
#include <stdexcept>

namespace keratin::reference {

std::size_t Array::offset(int b, int r, int c, int channel) const {
  const int rank = shape.rank();
  return static_cast<std::size_t>(((b * shape[rank - 3] + r) * shape[rank - 2] + c) * shape[rank - 1] +
                                  channel);
}

Array zeros(const Shape& shape) { return {shape, std::vector<double>(shape.element_count())}; }

Array from_tensor(const Tensor& tensor) {
  return {shape_of(tensor), std::vector<double>(tensor.data(), tensor.data() + tensor.size())};
}

Tensor to_tensor(const Array& array) {
  Tensor tensor = Tensor::from_shape(std::vector<std::size_t>(array.shape.begin(), array.shape.end()));
  std::transform(array.data.begin(), array.data.end(), tensor.data(),
                 [](double value) { return static_cast<float>(value); });
  return tensor;
}

namespace {

double dot(const Array& a, const Array& b) {
  if (a.shape != b.shape) throw std::invalid_argument("dy must have the shape of the output.");
  double sum = 0;
  for (std::size_t i = 0; i < a.data.size(); ++i) sum += a.data[i] * b.data[i];
  return sum;
}

}  // namespace

Array central_difference(const std::function<Array(const Array&)>& f, const Array& x, const Array& dy,
                         double epsilon) {
  Array moved = x;
  Array gradient = zeros(x.shape);
  for (std::size_t i = 0; i < x.data.size(); ++i) {
    moved.data[i] = x.data[i] + epsilon;
    const double above = dot(f(moved), dy);
    moved.data[i] = x.data[i] - epsilon;
    const double below = dot(f(moved), dy);
    moved.data[i] = x.data[i];
    gradient.data[i] = (above - below) / (2 * epsilon);
  }
  return gradient;
}

Padding padding_from(const std::string& name) {
  if (name == "valid") return Padding::valid;
  if (name == "same") return Padding::same;
  throw std::invalid_argument("There is no padding '" + name + "'.");
}

}  // namespace keratin::reference
