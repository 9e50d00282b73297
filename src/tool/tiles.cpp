#include "tool/tiles.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "keratin/error.hpp"

namespace keratin::tool {

namespace {

bool is_picture(const Shape& shape) {
  return shape.rank() == 4 && (shape[3] == 1 || shape[3] == 3 || shape[3] == 4);
}

int ceiling_of(int numerator, int denominator) { return (numerator - 1) / denominator + 1; }

std::size_t unsigned_of(int number) { return static_cast<std::size_t>(number); }

/// How much of `made` comes of the first `part` of `whole`, rounded up.
std::size_t scaled(std::size_t made, int part, int whole) {
  return (made * unsigned_of(part) + unsigned_of(whole) - 1) / unsigned_of(whole);
}

}  // namespace

PictureModel::PictureModel(const Sequential& model) : input_(model.input_shape()) {
  const Shape output = model.output_shape();
  if (is_picture(input_) && is_picture(output)) return;
  throw ValueError(
      fmt::format("image takes a model from pictures to pictures, (batch, rows, columns, channels) with 1, 3 "
                  "or 4 channels, but this model makes {} of {}",
                  to_string(output), to_string(input_)));
}

std::string PictureModel::color_mode() const {
  return input_[3] == 1 ? "grayscale" : input_[3] == 3 ? "rgb" : "rgba";
}

Shape PictureModel::tile(const Shape& picture) const {
  return {input_[1] == None ? picture[0] : input_[1], input_[2] == None ? picture[1] : input_[2]};
}

Tiling::Tiling(const PictureModel& model, const Shape& picture)
    : picture_(picture),
      tile_(model.tile(picture)),
      down_(ceiling_of(picture[0], tile_[0])),
      across_(ceiling_of(picture[1], tile_[1])) {}

Tensor Tiling::cut(const Tensor& picture) const {
  const auto channels = unsigned_of(picture_[2]);
  Tensor tiles = empty_tensor({down_ * across_, tile_[0], tile_[1], picture_[2]});
  float* target = tiles.data();
  for (int number = 0; number < down_ * across_; ++number) {
    const int top = number / across_ * tile_[0], left = number % across_ * tile_[1];
    for (int y = top; y < top + tile_[0]; ++y) {
      const auto row = unsigned_of(std::min(y, picture_[0] - 1));
      for (int x = left; x < left + tile_[1]; ++x) {
        const auto column = unsigned_of(std::min(x, picture_[1] - 1));
        target = std::copy_n(picture.data() + (row * unsigned_of(picture_[1]) + column) * channels, channels,
                             target);
      }
    }
  }
  return tiles;
}

Tensor Tiling::join(const Tensor& tiles) const {
  const std::size_t rows = tiles.shape(1), columns = tiles.shape(2), channels = tiles.shape(3);
  const std::size_t height = scaled(rows * unsigned_of(down_), picture_[0], down_ * tile_[0]);
  const std::size_t width = scaled(columns * unsigned_of(across_), picture_[1], across_ * tile_[1]);
  Tensor picture = Tensor::from_shape({height, width, channels});
  for (std::size_t y = 0; y < height; ++y) {
    for (std::size_t x = 0; x < width; ++x) {
      const std::size_t number = y / rows * unsigned_of(across_) + x / columns;
      const float* source = tiles.data() + ((number * rows + y % rows) * columns + x % columns) * channels;
      std::copy_n(source, channels, picture.data() + (y * width + x) * channels);
    }
  }
  return picture;
}

}  // namespace keratin::tool
