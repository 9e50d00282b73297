#pragma once

#include <functional>
#include <optional>

#include "images/image.hpp"
#include "keratin/models/model.hpp"
#include "serve/range.hpp"
#include "serve/tiles.hpp"

namespace keratin::serving {

struct ImageRunOptions {
  Range range = {0.0f, 1.0f}, output_range = {0.0f, 1.0f};
  int tile = 512;  ///< rows and columns of the tiles that a larger image is cut into
  std::optional<int> overlap = {}, batch_size = {};
};

/// What a model makes of an image, a batch of tiles after the other.
class ImageRun {
 public:
  /// `model` as for_any_size() gives it; the image has as many channels as it takes. Throws ValueError as
  /// tiling_for(), and for a batch_size that is not positive.
  ImageRun(const Model& model, utils::Image image, const ImageRunOptions& options);

  /// Of what is made.
  [[nodiscard]] utils::ImageSize size() const;

  /// How often next() is to be called.
  [[nodiscard]] int steps() const { return rows() * steps_across_; }

  /// Computes the next batch of tiles. Calls `take` with the rows that it completes.
  void next(const std::function<void(const utils::Image&)>& take);

 private:
  [[nodiscard]] int rows() const { return tiling_.rows().count(); }

  Model model_;
  utils::Image image_;
  ImageRunOptions options_;
  Tiling tiling_;
  int at_once_ = 1, steps_across_ = 1, step_ = 0;
  utils::Image band_;
};

}  // namespace keratin::serving
