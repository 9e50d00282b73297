#include "serve/image_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "keratin/error.hpp"

namespace keratin::serving {

namespace {

Shape sizes_of(const utils::Image& image) {
  const std::array<std::size_t, 3> sizes = {image.rows, image.columns, image.channels};
  return Shape::from(sizes);
}

/// How many tiles are computed together: as many as have 512 by 512 pixels, unless it is given.
int tiles_at_once(const Tiling& tiling, std::optional<int> given) {
  constexpr std::int64_t pixels = std::int64_t{512} * 512;
  const std::int64_t most = pixels / (std::int64_t{tiling.rows().tile} * tiling.columns().tile);
  const int fitting = static_cast<int>(std::clamp<std::int64_t>(most, 1, 32));
  const int count = std::min(tiling.columns().count(), given.value_or(fitting));
  if (count < 1) throw ValueError(fmt::format("--batch-size must be positive, but received {}", count));
  return count;
}

}  // namespace

ImageRun::ImageRun(const Model& model, utils::Image image, const ImageRunOptions& options)
    : model_(model),
      image_(std::move(image)),
      options_(options),
      tiling_(tiling_for(model, sizes_of(image_), options.tile, options.overlap)),
      at_once_(tiles_at_once(tiling_, options.batch_size)),
      steps_across_((tiling_.columns().count() + at_once_ - 1) / at_once_) {}

utils::ImageSize ImageRun::size() const {
  return {static_cast<std::size_t>(tiling_.rows().whole), static_cast<std::size_t>(tiling_.columns().whole),
          static_cast<std::size_t>(model_.output_shape().back())};
}

void ImageRun::next(const std::function<void(const utils::Image&)>& take) {
  const int down = step_ / steps_across_, first = step_ % steps_across_ * at_once_;
  if (first == 0) band_ = tiling_.band(down, size().channels);
  Tensor tiles = tiling_.cut(image_, down, first, std::min(at_once_, tiling_.columns().count() - first));
  to_range(tiles, options_.range);
  const Tensor made = model_.predict_on_batch(tiles);
  tiling_.join(to_levels(made, options_.output_range), shape_of(made), down, first, band_);
  if (++step_ % steps_across_ == 0) take(band_);
}

}  // namespace keratin::serving
