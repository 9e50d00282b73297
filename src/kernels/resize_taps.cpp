#include "kernels/resize_taps.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "kernels/scratch.hpp"

namespace keratin::kernels {

namespace {

/// One axis of a Resizing.
struct ResizeAxis {
  std::size_t size, new_size;
  Interpolation interpolation;
  bool antialias;

  [[nodiscard]] float scale() const { return static_cast<float>(size) / static_cast<float>(new_size); }
};

/// A weight at a distance from the new pixel, in old pixels; 0 from `radius` on.
struct TapWindow {
  float radius;
  float (*weight)(float distance);
};

float triangle(float distance) { return std::max(0.0f, 1.0f - distance); }

/// Keys, 1981, with a = −½.
float keys(float distance) {
  if (distance >= 2.0f) return 0.0f;
  if (distance >= 1.0f) return ((-0.5f * distance + 2.5f) * distance - 4.0f) * distance + 2.0f;
  return (1.5f * distance - 2.5f) * distance * distance + 1.0f;
}

template <int radius>
float lanczos(float distance) {
  constexpr auto pi = std::numbers::pi_v<float>, r = static_cast<float>(radius);
  if (distance > r) return 0.0f;
  if (distance <= 1e-3f) return 1.0f;
  const float angle = pi * distance;
  return r * std::sin(angle) * std::sin(angle / r) / (angle * angle);
}

TapWindow window_of(Interpolation interpolation) {
  switch (interpolation) {
    case Interpolation::bilinear:
      return {1.0f, triangle};
    case Interpolation::bicubic:
      return {2.0f, keys};
    case Interpolation::lanczos3:
      return {3.0f, lanczos<3>};
    default:
      return {5.0f, lanczos<5>};
  }
}

/// What a window is widened by, so that it covers all old pixels between two new ones.
float widening(const ResizeAxis& axis) { return axis.antialias ? std::max(axis.scale(), 1.0f) : 1.0f; }

/// Bicubic without antialias: TensorFlow reads the weights from a table of 1,024 steps.
bool from_table(const ResizeAxis& axis) {
  return axis.interpolation == Interpolation::bicubic && !axis.antialias;
}

std::size_t width_of(const ResizeAxis& axis) {
  const auto window_width = [&] {
    return 2 * static_cast<std::size_t>(std::ceil(window_of(axis.interpolation).radius * widening(axis))) + 1;
  };
  if (axis.interpolation == Interpolation::nearest) return 1;
  if (axis.interpolation == Interpolation::area)
    return std::min(axis.size, static_cast<std::size_t>(std::ceil(axis.scale())) + 1);
  return std::min(axis.size, window_width());
}

/// The first and the last old pixel of a new one, clamped to the image.
struct Reach {
  std::size_t first, last;
};

Reach clamped(float first, float last, std::size_t size) {
  const auto clamp = [&](float place) {
    return static_cast<std::size_t>(std::clamp(place, 0.0f, static_cast<float>(size - 1)));
  };
  return {clamp(first), clamp(last)};
}

/// Writes weight(old pixel) for all within reach, scaled to the sum 1, and returns the first of them.
template <class Weight>
std::size_t normalized(Reach reach, float* weights, const Weight& weight) {
  float sum = 0.0f;
  for (std::size_t pixel = reach.first; pixel <= reach.last; ++pixel)
    sum += weights[pixel - reach.first] = weight(static_cast<float>(pixel));
  const bool scalable = std::abs(sum) >= 1000.0f * std::numeric_limits<float>::min();
  for (std::size_t pixel = reach.first; pixel <= reach.last; ++pixel)
    weights[pixel - reach.first] *= scalable ? 1.0f / sum : 0.0f;
  return reach.first;
}

std::size_t nearest_taps(const ResizeAxis& axis, float place, float* weights) {
  weights[0] = 1.0f;
  return clamped(std::floor(place), 0.0f, axis.size).first;
}

std::size_t area_taps(const ResizeAxis& axis, std::size_t pixel, float* weights) {
  const float begin = static_cast<float>(pixel) * axis.scale(),
              end = static_cast<float>(pixel + 1) * axis.scale();
  return normalized(clamped(std::floor(begin), std::ceil(end) - 1.0f, axis.size), weights, [=](float old) {
    return std::max(0.0f, std::min(old + 1.0f, end) - std::max(old, begin));
  });
}

std::size_t table_taps(const ResizeAxis& axis, float place, float* weights) {
  constexpr float steps = 1024.0f;
  const float source = place - 0.5f, below = std::floor(source);
  const float offset = std::nearbyint((source - below) * steps) / steps;
  return normalized(clamped(below - 1.0f, below + 2.0f, axis.size), weights,
                    [=](float old) { return keys(std::abs(old - below - offset)); });
}

std::size_t window_taps(const ResizeAxis& axis, float place, float* weights) {
  const TapWindow window = window_of(axis.interpolation);
  const float wider = widening(axis), reach = window.radius * wider;
  return normalized(
      clamped(std::ceil(place - reach - 0.5f), std::floor(place + reach - 0.5f), axis.size), weights,
      [=](float old) { return window.weight(std::abs((old + 0.5f - place) * (1.0f / wider))); });
}

template <class Axis>
ResizeTaps make_taps(const ResizeAxis& axis) {
  const std::size_t width = width_of(axis);
  auto* first = scratch<Axis, std::size_t>(axis.new_size);
  auto* weights = scratch<Axis, float>(axis.new_size * width);
  std::fill_n(weights, axis.new_size * width, 0.0f);
  for (std::size_t pixel = 0; pixel < axis.new_size; ++pixel) {
    const float place = (static_cast<float>(pixel) + 0.5f) * axis.scale();
    float* own = weights + pixel * width;
    if (axis.interpolation == Interpolation::nearest) {
      first[pixel] = nearest_taps(axis, place, own);
    } else if (axis.interpolation == Interpolation::area) {
      first[pixel] = area_taps(axis, pixel, own);
    } else {
      first[pixel] = from_table(axis) ? table_taps(axis, place, own) : window_taps(axis, place, own);
    }
  }
  return {width, first, weights};
}

}  // namespace

Between between(std::size_t pixel, std::size_t size, std::size_t new_size) {
  const float scale = static_cast<float>(size) / static_cast<float>(new_size);
  const float source = (static_cast<float>(pixel) + 0.5f) * scale - 0.5f;
  const float below = std::floor(source);
  return {static_cast<std::size_t>(std::max(below, 0.0f)),
          std::min(static_cast<std::size_t>(std::max(std::ceil(source), 0.0f)), size - 1), source - below};
}

ResizeTaps row_taps(const Resizing& shape) {
  return make_taps<struct ResizedRows>({shape.rows, shape.new_rows, shape.interpolation, shape.antialias});
}

ResizeTaps column_taps(const Resizing& shape) {
  return make_taps<struct ResizedColumns>(
      {shape.columns, shape.new_columns, shape.interpolation, shape.antialias});
}

}  // namespace keratin::kernels
