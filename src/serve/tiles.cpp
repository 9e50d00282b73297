#include "serve/tiles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <numeric>

#include "keratin/error.hpp"
#include "keratin/layers/core/input_layer.hpp"
#include "layers/layer_access.hpp"
#include "models/graph_calls.hpp"
#include "models/model_layer.hpp"

namespace keratin::serving {

namespace {

int ceiling_of(int numerator, int denominator) { return (numerator + denominator - 1) / denominator; }

std::size_t unsigned_of(int number) { return static_cast<std::size_t>(number); }

/// The same layers for samples of another shape, in nested models too: those would keep the shape they have.
Sequential opened(const ModelLayer& model, Shape sample) {
  if (model.functional_form()) {
    return handle_of(
        remade(model, {sample.with_batch(None)}, [](const std::shared_ptr<Layer>& layer, const auto& inputs) {
          const auto* nested = dynamic_cast<const ModelLayer*>(layer.get());
          return nested == nullptr ? layer : shared_layer_of(opened(*nested, inputs.front().without_batch()));
        }));
  }
  Sequential open({.name = model.name()});
  open.add(layers::Input(sample));
  for (const ModelLayer::Node& node : model.nodes()) {
    if (const auto* nested = dynamic_cast<const ModelLayer*>(node.layer.get())) {
      open.add(opened(*nested, sample));
    } else {
      open.add(node.layer);
    }
    sample = open.output_shape().without_batch();
  }
  return open;
}

/// How what a model makes grows with the image along an axis: by `made` pixels for each `period` pixels,
/// the product of its strides. `made` is 0 if the image's size is fixed, or what is made does not grow.
struct Growth {
  int period = 1, made = 0;
};

/// What the model makes of an image (rows, columns, channels), in the same form.
Shape made_of(const Model& model, const Shape& image) {
  return LayerAccess::output_shape(layer_of(model), image.with_batch(None)).without_batch();
}

/// Axis 0 is the rows, 1 the columns.
Growth growth_of(const Model& model, int axis) {
  constexpr int enough = 4096;  // pixels, so that valid windows leave some
  constexpr std::size_t longest = 256;
  Shape image = model.input_shape().without_batch();
  if (image[axis] != None) return {};
  for (const int open : {0, 1}) {
    if (image[open] == None) image[open] = enough;
  }
  std::vector<int> made;
  for (; made.size() < 2 * longest; ++image[axis]) made.push_back(made_of(model, image)[axis]);
  for (std::size_t period = 1; period <= longest; ++period) {
    const int grown = made[period] - made[0];
    std::size_t first = 0;
    while (first < longest && made[first + period] - made[first] == grown) ++first;
    if (first == longest) return {static_cast<int>(period), grown};
  }
  return {};
}

/// The tile along an axis that may be chosen: the whole image, or as many pixels as strides divide.
int tile_size(int image, int largest, const Growth& growth) {
  return image <= largest ? image : std::max(largest / growth.period, 1) * growth.period;
}

/// What is made of so many pixels without what goes beyond the model's factor times the pixels.
int within_factor(int made, int pixels, const Growth& growth) {
  const std::int64_t most = (std::int64_t{pixels} * growth.made + growth.period - 1) / growth.period;
  return static_cast<int>(std::min<std::int64_t>(made, most));
}

/// If the growth is not known, for the size is fixed, what is made grows as from nothing to a tile.
Tiling::Axis tiled_axis(int image, int tile, int made, int whole, const Growth& growth, int overlap) {
  if (growth.made > 0) {
    return {image,         tile,        within_factor(made, tile, growth),
            growth.period, growth.made, within_factor(whole, image, growth),
            overlap};
  }
  const int shared = std::gcd(tile, made);
  return {image,
          tile,
          made,
          tile / shared,
          made / shared,
          static_cast<int>(std::min<std::int64_t>((std::int64_t{image} * made + tile - 1) / tile,
                                                  std::numeric_limits<int>::max())),
          overlap};
}

}  // namespace

Model for_any_size(const Model& model) {
  const Shape input = model.input_shape();
  if (!utils::is_image(input)) return model;
  try {
    Sequential open = opened(layer_of(model), {None, None, input[3]});
    const Shape output = open.output_shape();
    if (output.rank() == 4 && output[1] == None && output[2] == None) return open;
  } catch (const ValueError&) {
  }
  return model;
}

Tiling tiling_for(const Model& model, const Shape& image, int largest_tile, std::optional<int> overlap) {
  if (largest_tile <= 0) throw ValueError("a tile must have a pixel");
  Shape tile = model.input_shape().without_batch();
  const bool takes_any = tile[0] == None && tile[1] == None;
  const std::array growth = {growth_of(model, 0), growth_of(model, 1)};
  for (const int axis : {0, 1}) {
    if (tile[axis] == None) tile[axis] = tile_size(image[axis], largest_tile, growth[unsigned_of(axis)]);
  }
  constexpr int enough_for_most = 32;
  const int own_overlap = takes_any ? std::min(enough_for_most, (std::min(tile[0], tile[1]) - 1) / 2) : 0;
  const Shape made = made_of(model, tile);
  const Shape whole = takes_any ? made_of(model, image) : image;
  const auto axis_of = [&](int axis) {
    return tiled_axis(image[axis], tile[axis], made[axis], whole[axis], growth[unsigned_of(axis)],
                      overlap.value_or(own_overlap));
  };
  return {axis_of(0), axis_of(1)};
}

void check_image_model(const Model& model) {
  if (utils::is_image(model.input_shape()) && utils::is_image(model.output_shape())) return;
  throw ValueError(
      fmt::format("image takes a model from images to images, (batch, rows, columns, channels) with 1, 3 "
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

int Tiling::Axis::count() const { return 1 + ceiling_of(std::max(image - tile, 0), step()); }

/// The last tile ends with the image, so that their edges are the same.
int Tiling::Axis::begin(int number) const {
  const int last = ceiling_of(std::max(image - tile, 0), period) * period;
  return std::min(number * step(), last);
}

int Tiling::Axis::begin_made(int number) const {
  return static_cast<int>(std::int64_t{begin(number)} * growth / period);
}

int Tiling::Axis::end_of(int number) const {
  const auto margin = static_cast<int>(std::int64_t{overlap} * growth / period);
  return number + 1 < count() ? std::min(begin_made(number + 1) + margin, whole) : whole;
}

int Tiling::Axis::begin_of(int number) const { return number == 0 ? 0 : end_of(number - 1); }

Tensor Tiling::cut(const utils::Image& image, int down, int first, int count) const {
  const std::size_t channels = image.channels;
  Tensor tiles = empty_tensor({count, rows_.tile, columns_.tile, static_cast<int>(channels)});
  float* target = tiles.data();
  for (int number = first; number < first + count; ++number) {
    const int top = rows_.begin(down), left = columns_.begin(number);
    for (int y = top; y < top + rows_.tile; ++y) {
      const auto row = unsigned_of(std::min(y, rows_.image - 1));
      for (int x = left; x < left + columns_.tile; ++x) {
        const auto column = unsigned_of(std::min(x, columns_.image - 1));
        target =
            std::copy_n(image.levels.data() + (row * image.columns + column) * channels, channels, target);
      }
    }
  }
  return tiles;
}

utils::Image Tiling::band(int down, std::size_t channels) const {
  constexpr std::size_t most = std::size_t{1} << 28;
  const std::size_t rows = unsigned_of(rows_.end_of(down) - rows_.begin_of(down));
  const std::size_t columns = unsigned_of(columns_.whole), bytes = rows * columns * channels;
  if (bytes > most) {
    throw ValueError(
        fmt::format("a row of tiles makes {} rows and {} columns of {} channels at once, over 2^28 numbers: "
                    "give smaller tiles with --tile",
                    rows, columns, channels));
  }
  return {{rows, columns, channels}, std::vector<std::uint8_t>(bytes)};
}

void Tiling::join(const std::vector<std::uint8_t>& levels, const Shape& made, int down, int first,
                  utils::Image& band) const {
  const std::size_t channels = band.channels, row_size = unsigned_of(made[2]) * channels;
  for (int i = 0; i < made[0]; ++i) {
    const int left = columns_.begin_of(first + i), right = columns_.end_of(first + i);
    for (std::size_t y = 0; y < band.rows && left < right; ++y) {
      const std::size_t row = unsigned_of(rows_.begin_of(down) - rows_.begin_made(down)) + y;
      const std::size_t column = unsigned_of(left - columns_.begin_made(first + i));
      const std::size_t from = (unsigned_of(i) * unsigned_of(made[1]) + row) * row_size + column * channels;
      std::copy_n(levels.data() + from, unsigned_of(right - left) * channels,
                  band.levels.data() + (y * band.columns + unsigned_of(left)) * channels);
    }
  }
}

}  // namespace keratin::serving
