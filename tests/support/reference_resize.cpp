#include <algorithm>
#include <cmath>
#include <numbers>

#include "support/reference.hpp"

namespace keratin::reference {

namespace {

struct Axis {
  int size, new_size;
  std::string interpolation;
  bool antialias;

  [[nodiscard]] double scale() const { return static_cast<double>(size) / new_size; }
  [[nodiscard]] double widening() const { return antialias ? std::max(scale(), 1.0) : 1.0; }
};

double sinc(double x) { return x == 0 ? 1 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x); }

double keys(double distance) {
  const double t = std::abs(distance);
  if (t >= 2) return 0;
  return t >= 1 ? -0.5 * t * t * t + 2.5 * t * t - 4 * t + 2 : 1.5 * t * t * t - 2.5 * t * t + 1;
}

double window(const std::string& interpolation, double distance) {
  const double t = std::abs(distance);
  if (interpolation == "bilinear") return std::max(0.0, 1 - t);
  if (interpolation == "bicubic") return keys(distance);
  const double radius = interpolation == "lanczos3" ? 3 : 5;
  return t > radius ? 0 : sinc(distance) * sinc(distance / radius);
}

/// How much of an old pixel is in a new one, before the weights are scaled to the sum 1.
double share(const Axis& axis, int new_pixel, int old_pixel) {
  const double center = (new_pixel + 0.5) * axis.scale(), distance = old_pixel + 0.5 - center;
  if (axis.interpolation == "nearest") return static_cast<int>(std::floor(center)) == old_pixel ? 1 : 0;
  if (axis.interpolation == "area") {
    const double begin = new_pixel * axis.scale(), end = begin + axis.scale();
    return std::max(0.0, std::min(old_pixel + 1.0, end) - std::max<double>(old_pixel, begin));
  }
  if (axis.interpolation == "bicubic" && !axis.antialias) {
    // TensorFlow knows the weights for 1,024 places between two pixels.
    const double below = std::floor(center - 0.5);
    const double place = std::round((center - 0.5 - below) * 1024) / 1024;
    return keys(old_pixel - below - place);
  }
  return window(axis.interpolation, distance / axis.widening());
}

/// (new size, size), each row of the sum 1.
std::vector<double> weights_of(const Axis& axis) {
  std::vector<double> weights;
  for (int new_pixel = 0; new_pixel < axis.new_size; ++new_pixel) {
    double sum = 0;
    for (int pixel = 0; pixel < axis.size; ++pixel) sum += share(axis, new_pixel, pixel);
    for (int pixel = 0; pixel < axis.size; ++pixel) weights.push_back(share(axis, new_pixel, pixel) / sum);
  }
  return weights;
}

}  // namespace

Array resize(const Array& x, Pair new_size, const std::string& interpolation, bool antialias) {
  const int rows = x.shape[1], columns = x.shape[2];
  const std::vector<double> of_rows = weights_of({rows, new_size[0], interpolation, antialias});
  const std::vector<double> of_columns = weights_of({columns, new_size[1], interpolation, antialias});
  Array y = zeros({x.shape[0], new_size[0], new_size[1], x.shape[3]});
  for (int b = 0; b < x.shape[0]; ++b)
    for (int r = 0; r < new_size[0]; ++r)
      for (int c = 0; c < new_size[1]; ++c)
        for (int i = 0; i < rows; ++i)
          for (int j = 0; j < columns; ++j)
            for (int channel = 0; channel < x.shape[3]; ++channel) {
              y.at(b, r, c, channel) += of_rows[static_cast<std::size_t>(r * rows + i)] *
                                        of_columns[static_cast<std::size_t>(c * columns + j)] *
                                        x.at(b, i, j, channel);
            }
  return y;
}

}  // namespace keratin::reference
