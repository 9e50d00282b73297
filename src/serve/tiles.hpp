#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "images/image.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/shape.hpp"
#include "keratin/tensor.hpp"

namespace keratin::serving {

/// The same layers and weights for images of any size, if the layers, in nested models too, can take
/// them, as convolutions can; otherwise the model as it is.
Model for_any_size(const Model& model);

/// Throws ValueError if the model's input or output is no image (rows, columns, channels) of 1, 3 or 4
/// channels.
void check_image_model(const Model& model);

/// The color_mode of load_img() for images of so many channels.
std::string color_mode_of(int channels);

/// An image as tiles of one size, as a model takes them. Each tile overlaps its neighbours by `overlap`
/// pixels on each side, which are cut off what the model makes of it, so that a convolution shows no seams;
/// it begins at a multiple of the model's strides. If the image is smaller than a tile, its last row and
/// column are repeated.
class Tiling {
 public:
  /// The tiles along one axis; sizes in pixels.
  struct Axis {
    int image, tile, made;  ///< `made`: what is taken of what the model makes of a tile, from its start on
    int period, growth;     ///< tiles begin at multiples of `period`, each of which makes `growth` pixels
    int whole;              ///< what the model makes of the whole axis
    int overlap;

    [[nodiscard]] int step() const;                  ///< from a tile to the next
    [[nodiscard]] int count() const;                 ///< how many tiles
    [[nodiscard]] int begin(int number) const;       ///< where a tile begins in the image
    [[nodiscard]] int begin_made(int number) const;  ///< where it begins in what is made
    [[nodiscard]] int end_of(int number) const;      ///< the end of the pixels that are taken from a tile
    [[nodiscard]] int begin_of(int number) const;    ///< and their first one, in what is made
  };

  /// Throws ValueError if so much overlap leaves nothing of a tile.
  Tiling(const Axis& rows, const Axis& columns);

  [[nodiscard]] const Axis& rows() const { return rows_; }
  [[nodiscard]] const Axis& columns() const { return columns_; }

  /// The levels of `count` tiles from column `first` of tiles on, in row `down` of them: (count, rows of a
  /// tile, columns of a tile, channels).
  [[nodiscard]] Tensor cut(const utils::Image& image, int down, int first, int count) const;

  /// What is taken of row `down` of tiles, (rows, columns, channels), before there is anything in it.
  [[nodiscard]] utils::Image band(int down, std::size_t channels) const;

  /// Puts the levels of what the model made of such tiles, (count, rows, columns, channels), into the band.
  void join(const std::vector<std::uint8_t>& levels, const Shape& made, int down, int first,
            utils::Image& band) const;

 private:
  Axis rows_, columns_;
};

/// The tiles of an image (rows, columns, channels) for a model. If the model takes any size, they are
/// whole, or up to `largest_tile` pixels long, and overlap by 32 unless `overlap` is given; what the model
/// makes is cut to its factor times the image, since a stride that does not divide the image rounds up.
/// Tiles of a fixed size do not overlap unless it is asked for, and what is made of them grows with the
/// image as it does from nothing to a tile. Throws ValueError for a tile without a pixel, and as Tiling.
Tiling tiling_for(const Model& model, const Shape& image, int largest_tile, std::optional<int> overlap);

}  // namespace keratin::serving
