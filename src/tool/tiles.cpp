#include "tool/tiles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>

#include "keratin/error.hpp"
#include "tool/any_size.hpp"

namespace keratin::tool {

namespace {

int ceiling_of(int numerator, int denominator) { return (numerator + denominator - 1) / denominator; }

std::size_t unsigned_of(int number) { return static_cast<std::size_t>(number); }

/// The tile along an axis that may be chosen: the whole picture, or as many pixels as strides divide.
int tile_size(int picture, int largest, const Growth& growth) {
  return picture <= largest ? picture : std::max(largest / growth.period, 1) * growth.period;
}

/// What is made of so many pixels without what goes beyond the model's factor times the pixels.
int within_factor(int made, int pixels, const Growth& growth) {
  const std::int64_t most = (std::int64_t{pixels} * growth.made + growth.period - 1) / growth.period;
  return static_cast<int>(std::min<std::int64_t>(made, most));
}

/// If the growth is not known, for the size is fixed, what is made grows as from nothing to a tile.
Tiling::Axis tiled_axis(int picture, int tile, int made, int whole, const Growth& growth, int overlap) {
  if (growth.made > 0) {
    return {picture,       tile,        within_factor(made, tile, growth),
            growth.period, growth.made, within_factor(whole, picture, growth),
            overlap};
  }
  const int shared = std::gcd(tile, made);
  return {picture,       tile,          made,
          tile / shared, made / shared, static_cast<int>((std::int64_t{picture} * made + tile - 1) / tile),
          overlap};
}

}  // namespace

Tiling tiling_for(const Sequential& model, const Shape& picture, int largest_tile,
                  std::optional<int> overlap) {
  if (largest_tile <= 0) throw ValueError("a tile must have a pixel");
  Shape tile = model.input_shape().without_batch();
  const bool takes_any = tile[0] == None && tile[1] == None;
  const std::array growth = {growth_of(model, 0), growth_of(model, 1)};
  for (const int axis : {0, 1}) {
    if (tile[axis] == None) tile[axis] = tile_size(picture[axis], largest_tile, growth[unsigned_of(axis)]);
  }
  constexpr int enough_for_most = 32;
  const int own_overlap = takes_any ? std::min(enough_for_most, (std::min(tile[0], tile[1]) - 1) / 2) : 0;
  const Shape made = made_of(model, tile);
  const Shape whole = takes_any ? made_of(model, picture) : picture;
  const auto axis_of = [&](int axis) {
    return tiled_axis(picture[axis], tile[axis], made[axis], whole[axis], growth[unsigned_of(axis)],
                      overlap.value_or(own_overlap));
  };
  return {axis_of(0), axis_of(1)};
}

void check_picture_model(const Sequential& model) {
  if (is_picture(model.input_shape()) && is_picture(model.output_shape())) return;
  throw ValueError(
      fmt::format("image takes a model from pictures to pictures, (batch, rows, columns, channels) with 1, 3 "
                  "or 4 channels, but this model makes {} of {}",
                  to_string(model.output_shape()), to_string(model.input_shape())));
}

std::string color_mode_of(int channels) {
  return channels == 1 ? "grayscale" : channels == 3 ? "rgb" : "rgba";
}

Tiling::Tiling(const Axis& rows, const Axis& columns) : rows_(rows), columns_(columns) {
  if (rows.overlap >= 0 && 2 * rows.overlap < std::min(rows.tile, columns.tile)) return;
  throw ValueError(fmt::format("an overlap of {} pixels on each side leaves nothing of a tile of {} by {}",
                               rows.overlap, rows.tile, columns.tile));
}

int Tiling::Axis::step() const { return std::max(period, (tile - 2 * overlap) / period * period); }

int Tiling::Axis::count() const { return 1 + ceiling_of(std::max(picture - tile, 0), step()); }

/// The last tile ends with the picture, so that their edges are the same.
int Tiling::Axis::begin(int number) const {
  const int last = ceiling_of(std::max(picture - tile, 0), period) * period;
  return std::min(number * step(), last);
}

int Tiling::Axis::begin_made(int number) const {
  return static_cast<int>(std::int64_t{begin(number)} * growth / period);
}

int Tiling::Axis::tile_of(int pixel) const {
  const auto margin = static_cast<int>(std::int64_t{overlap} * growth / period);
  int number = 0;
  while (number + 1 < count() && pixel >= begin_made(number + 1) + margin) ++number;
  return number;
}

Tensor Tiling::cut(const Tensor& picture) const {
  const int down = rows_.count(), across = columns_.count();
  const std::size_t channels = picture.shape(2);
  Tensor tiles = empty_tensor({down * across, rows_.tile, columns_.tile, static_cast<int>(channels)});
  float* target = tiles.data();
  for (int number = 0; number < down * across; ++number) {
    const int top = rows_.begin(number / across), left = columns_.begin(number % across);
    for (int y = top; y < top + rows_.tile; ++y) {
      const auto row = unsigned_of(std::min(y, rows_.picture - 1));
      for (int x = left; x < left + columns_.tile; ++x) {
        const auto column = unsigned_of(std::min(x, columns_.picture - 1));
        target = std::copy_n(picture.data() + (row * unsigned_of(columns_.picture) + column) * channels,
                             channels, target);
      }
    }
  }
  return tiles;
}

Tensor Tiling::join(const Tensor& tiles) const {
  const int across = columns_.count(), height = rows_.whole, width = columns_.whole;
  const std::size_t channels = tiles.shape(3);
  Tensor picture = Tensor::from_shape({unsigned_of(height), unsigned_of(width), channels});
  float* target = picture.data();
  for (int y = 0; y < height; ++y) {
    const int down = rows_.tile_of(y), row = y - rows_.begin_made(down);
    for (int x = 0; x < width; ++x) {
      const int tile = columns_.tile_of(x), column = x - columns_.begin_made(tile);
      const std::size_t pixel =
          (unsigned_of(down * across + tile) * tiles.shape(1) + unsigned_of(row)) * tiles.shape(2) +
          unsigned_of(column);
      target = std::copy_n(tiles.data() + pixel * channels, channels, target);
    }
  }
  return picture;
}

}  // namespace keratin::tool
