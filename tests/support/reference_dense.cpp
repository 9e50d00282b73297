#include <cmath>

#include "support/reference.hpp"

namespace keratin::reference {

namespace {

/// For every element of x, its place on one axis.
class Places {
 public:
  Places(const Shape& shape, int axis) : size_(static_cast<std::size_t>(shape[axis])) {
    const int first = axis < 0 ? axis + shape.rank() : axis;
    for (int later = first + 1; later < shape.rank(); ++later)
      stride_ *= static_cast<std::size_t>(shape[later]);
  }
  [[nodiscard]] std::size_t of(std::size_t element) const { return element / stride_ % size_; }

 private:
  std::size_t size_;
  std::size_t stride_ = 1;
};

}  // namespace

Array dense(const Array& x, const Array& kernel, const Array& bias) {
  const auto inputs = static_cast<std::size_t>(kernel.shape[0]);
  const auto units = static_cast<std::size_t>(kernel.shape[1]);
  Shape shape = x.shape;
  shape[-1] = kernel.shape[1];
  Array y = zeros(shape);
  for (std::size_t row = 0; row < x.data.size() / inputs; ++row)
    for (std::size_t unit = 0; unit < units; ++unit) {
      double sum = bias.data.empty() ? 0 : bias.data[unit];
      for (std::size_t i = 0; i < inputs; ++i)
        sum += x.data[row * inputs + i] * kernel.data[i * units + unit];
      y.data[row * units + unit] = sum;
    }
  return y;
}

Array mean_along(const Array& x, int axis) {
  const Places places(x.shape, axis);
  Array mean = zeros({x.shape[axis]});
  const double count = static_cast<double>(x.data.size()) / x.shape[axis];
  for (std::size_t i = 0; i < x.data.size(); ++i) mean.data[places.of(i)] += x.data[i] / count;
  return mean;
}

Array variance_along(const Array& x, int axis) {
  const Places places(x.shape, axis);
  const Array mean = mean_along(x, axis);
  Array squares = x;
  for (std::size_t i = 0; i < x.data.size(); ++i) {
    const double deviation = x.data[i] - mean.data[places.of(i)];
    squares.data[i] = deviation * deviation;
  }
  return mean_along(squares, axis);
}

Array batch_norm_inference(const Array& x, const Array& gamma, const Array& beta, const Array& mean,
                           const Array& variance, int axis, double epsilon) {
  const Places places(x.shape, axis);
  Array y = x;
  for (std::size_t i = 0; i < x.data.size(); ++i) {
    const std::size_t place = places.of(i);
    y.data[i] = (x.data[i] - mean.data[place]) / std::sqrt(variance.data[place] + epsilon);
    if (!gamma.data.empty()) y.data[i] *= gamma.data[place];
    if (!beta.data.empty()) y.data[i] += beta.data[place];
  }
  return y;
}

Array batch_norm_training(const Array& x, const Array& gamma, const Array& beta, int axis, double epsilon) {
  return batch_norm_inference(x, gamma, beta, mean_along(x, axis), variance_along(x, axis), axis, epsilon);
}

}  // namespace keratin::reference
