#include "images/resample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string_view>

#include "keratin/error.hpp"
#include "nearest_name.hpp"

namespace keratin::utils {

namespace {

constexpr double pi = std::numbers::pi;

double sinc(double x) { return x == 0.0 ? 1.0 : std::sin(pi * x) / (pi * x); }

/// How much an old pixel weighs at a distance from the new one; nothing from `radius` on.
struct Window {
  std::string_view name;
  double radius;
  double (*weight)(double distance);
};

constexpr std::array<Window, 5> windows = {{
    {"box", 0.5, [](double x) { return x > -0.5 && x <= 0.5 ? 1.0 : 0.0; }},
    {"bilinear", 1.0, [](double x) { return std::max(0.0, 1.0 - std::abs(x)); }},
    {"hamming", 1.0,
     [](double x) { return std::abs(x) >= 1.0 ? 0.0 : sinc(x) * (0.54 + 0.46 * std::cos(pi * x)); }},
    {"bicubic", 2.0,  // Keys, 1981, with a = −½
     [](double x) {
       const double d = std::abs(x);
       if (d < 1.0) return (1.5 * d - 2.5) * d * d + 1.0;
       return d < 2.0 ? -0.5 * (((d - 5.0) * d + 8.0) * d - 4.0) : 0.0;
     }},
    {"lanczos", 3.0, [](double x) { return x >= -3.0 && x < 3.0 ? sinc(x) * sinc(x / 3.0) : 0.0; }},
}};

constexpr int precision = 22;  // bits of a weight behind the point: what 32 leave for 8 of a level and 2 more

/// The old pixels of each new one along an axis, and their weights.
struct Taps {
  std::vector<std::size_t> first;                  // (new size)
  std::vector<std::vector<std::int32_t>> weights;  // (new size, old pixels)
};

Taps taps_of(const Window& window, std::size_t size, std::size_t begin, std::size_t length,
             std::size_t new_size) {
  const double scale = static_cast<double>(length) / static_cast<double>(new_size);
  const double wider = std::max(scale, 1.0), reach = window.radius * wider;
  Taps taps;
  for (std::size_t pixel = 0; pixel < new_size; ++pixel) {
    const double center = static_cast<double>(begin) + (static_cast<double>(pixel) + 0.5) * scale;
    const auto low = static_cast<std::size_t>(std::max(center - reach + 0.5, 0.0));
    const std::size_t high = std::min(static_cast<std::size_t>(std::floor(center + reach + 0.5)), size);
    std::vector<double> weights;
    double sum = 0.0;
    for (std::size_t old = low; old < high; ++old) {
      weights.push_back(window.weight((static_cast<double>(old) - center + 0.5) * (1.0 / wider)));
      sum += weights.back();
    }
    std::vector<std::int32_t>& fixed = taps.weights.emplace_back();
    for (double weight : weights) {
      const double exact = (sum == 0.0 ? weight : weight / sum) * (1 << precision);
      fixed.push_back(static_cast<std::int32_t>(exact + (exact < 0.0 ? -0.5 : 0.5)));
    }
    taps.first.push_back(low);
  }
  return taps;
}

/// One sum of levels: `step` bytes from one to the next.
std::uint8_t weighted(const std::uint8_t* levels, std::size_t step,
                      const std::vector<std::int32_t>& weights) {
  std::int32_t sum = 1 << (precision - 1);
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * levels[i * step];
  return static_cast<std::uint8_t>(std::clamp(sum >> precision, 0, 255));
}

Image empty_image(const ImageSize& size) {
  return {size, std::vector<std::uint8_t>(size.rows * size.columns * size.channels)};
}

Image resample_columns(const Image& image, const Taps& taps) {
  Image made = empty_image({image.rows, taps.first.size(), image.channels});
  std::uint8_t* target = made.levels.data();
  for (std::size_t row = 0; row < made.rows; ++row) {
    const std::uint8_t* line = image.levels.data() + row * image.columns * image.channels;
    for (std::size_t column = 0; column < made.columns; ++column) {
      for (std::size_t c = 0; c < made.channels; ++c)
        *target++ =
            weighted(line + taps.first[column] * made.channels + c, made.channels, taps.weights[column]);
    }
  }
  return made;
}

Image resample_rows(const Image& image, const Taps& taps) {
  Image made = empty_image({taps.first.size(), image.columns, image.channels});
  const std::size_t line = image.columns * image.channels;
  std::uint8_t* target = made.levels.data();
  for (std::size_t row = 0; row < made.rows; ++row) {
    const std::uint8_t* top = image.levels.data() + taps.first[row] * line;
    for (std::size_t i = 0; i < line; ++i) *target++ = weighted(top + i, line, taps.weights[row]);
  }
  return made;
}

/// The middle old pixel of each new one; places are added up, as their last bit decides between two.
std::vector<std::size_t> nearest_places(std::size_t begin, std::size_t length, std::size_t new_size) {
  const double scale = static_cast<double>(length) / static_cast<double>(new_size);
  std::vector<std::size_t> places(new_size);
  double place = static_cast<double>(begin) + 0.5 * scale;
  for (std::size_t& old : places) {
    old = std::min(static_cast<std::size_t>(place), begin + length - 1);
    place += scale;
  }
  return places;
}

Image nearest(const Image& image, const Box& box, std::size_t rows, std::size_t columns) {
  Image made = empty_image({rows, columns, image.channels});
  std::uint8_t* target = made.levels.data();
  const std::vector<std::size_t> across = nearest_places(box.left, box.columns, columns);
  for (const std::size_t row : nearest_places(box.top, box.rows, rows)) {
    for (const std::size_t column : across) {
      const std::size_t pixel = row * image.columns + column;
      target = std::copy_n(image.levels.data() + pixel * image.channels, image.channels, target);
    }
  }
  return made;
}

/// Colors times alpha, so that what cannot be seen does not weigh.
void multiply_alpha(Image& image) {
  for (std::size_t i = 0; i < image.levels.size(); ++i) {
    const unsigned product = unsigned{image.levels[i]} * image.levels[i | 3U] + 128;
    if (i % 4 != 3) image.levels[i] = static_cast<std::uint8_t>((product + (product >> 8U)) >> 8U);
  }
}

void divide_alpha(Image& image) {
  for (std::size_t i = 0; i < image.levels.size(); ++i) {
    const unsigned alpha = image.levels[i | 3U];
    if (i % 4 == 3 || alpha == 0 || alpha == 255) continue;
    image.levels[i] = static_cast<std::uint8_t>(std::min(255U * image.levels[i] / alpha, 255U));
  }
}

}  // namespace

void check_interpolation(const std::string& interpolation, const char* function) {
  std::vector<std::string> known = {"nearest"};
  for (const Window& window : windows) known.emplace_back(window.name);
  if (std::find(known.begin(), known.end(), interpolation) != known.end()) return;
  throw ValueError(
      fmt::format("{}(): unknown interpolation {}", function, among_known(interpolation, known)));
}

Image resample(const Image& image, const Box& box, std::size_t rows, std::size_t columns,
               const std::string& interpolation) {
  const auto* window = std::find_if(windows.begin(), windows.end(),
                                    [&](const Window& known) { return known.name == interpolation; });
  if (window == windows.end()) return nearest(image, box, rows, columns);
  Image made = image;
  const bool has_alpha = image.channels == 4;
  if (has_alpha) multiply_alpha(made);
  if (columns != image.columns || box.columns != image.columns)
    made = resample_columns(made, taps_of(*window, image.columns, box.left, box.columns, columns));
  if (rows != image.rows || box.rows != image.rows)
    made = resample_rows(made, taps_of(*window, image.rows, box.top, box.rows, rows));
  if (has_alpha) divide_alpha(made);
  return made;
}

}  // namespace keratin::utils
