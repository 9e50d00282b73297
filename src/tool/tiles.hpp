#pragma once

#include <string>

#include "keratin/models/sequential.hpp"
#include "keratin/shape.hpp"
#include "keratin/tensor.hpp"

namespace keratin::tool {

/// The shapes of a model that makes pictures of pictures.
class PictureModel {
 public:
  /// Throws ValueError where its input or output is no picture (rows, columns, channels) of 1, 3 or 4
  /// channels.
  explicit PictureModel(const Sequential& model);

  [[nodiscard]] std::string color_mode() const;

  /// Rows and columns of a tile of a picture of so many: the picture's own where the model leaves them open.
  [[nodiscard]] Shape tile(const Shape& picture) const;

 private:
  Shape input_;
};

/// A picture as tiles of the size that a model takes, side by side. Those that reach beyond its lower and
/// right edge repeat its last row and column there.
class Tiling {
 public:
  Tiling(const PictureModel& model, const Shape& picture);

  /// (rows, columns, channels) to (tiles, rows of a tile, columns of a tile, channels).
  [[nodiscard]] Tensor cut(const Tensor& picture) const;

  /// What the model made of the tiles, as one picture, less what came of the repeated rows and columns.
  [[nodiscard]] Tensor join(const Tensor& tiles) const;

 private:
  Shape picture_, tile_;
  int down_, across_;  // how many tiles
};

}  // namespace keratin::tool
