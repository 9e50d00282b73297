#pragma once

#include "kernels/panels.hpp"
#include "kernels/winograd_conv.hpp"

namespace keratin::kernels {

/// Rows or columns in tiles. Outputs and inputs are counted before the crop and the padding: output q of
/// phase r is row q · output_step + r − offset of the picture, pixel i of a tile of phase r the input row
/// (first output + i) · input_step + r − input_offset.
struct TiledAxis {
  int first, end;  ///< of the outputs of a phase
  int output_step, output_offset;
  int input_step, input_offset;
  int input_size, output_size;

  [[nodiscard]] std::size_t tiles(std::size_t outputs) const {
    return (as_size(end - first) + outputs - 1) / outputs;
  }
};

inline TiledAxis tiled_axis(const Axis& axis, Direction direction, const WinogradForm& form) {
  const int stride = axis.stride, crop = axis.offset, first = crop / stride;
  if (direction == Direction::to_small) return {0, axis.small, 1, 0, stride, crop, axis.large, axis.small};
  const int end =
      form.apart ? first + (axis.large + stride - 1) / stride : (axis.large - 1 + crop) / stride + 1;
  return {first, end, stride, crop, 1, static_cast<int>(form.transforms->taps) - 1, axis.small, axis.large};
}

struct PhaseOffset {
  int row, column;
};

/// A pass cut into tiles.
struct Tiling {
  const ConvPass& pass;
  const WinogradForm& form;
  const WinogradTransforms& transforms = *form.transforms;
  TiledAxis rows = tiled_axis(pass.conv.rows, pass.direction, form);
  TiledAxis columns = tiled_axis(pass.conv.columns, pass.direction, form);

  [[nodiscard]] std::size_t elements() const { return transforms.tile * transforms.tile; }
  [[nodiscard]] std::size_t tiles_a_picture() const {
    return rows.tiles(transforms.outputs) * columns.tiles(transforms.outputs);
  }
  [[nodiscard]] std::size_t phases() const {
    return as_size(pass.conv.rows.stride) * as_size(pass.conv.columns.stride);
  }
  [[nodiscard]] std::size_t input_phases() const { return pass.to_small() ? phases() : 1; }
  [[nodiscard]] std::size_t output_phases() const { return pass.to_small() ? 1 : phases(); }
  [[nodiscard]] Panels panels() const {
    return {input_phases() * pass.input_channels(), pass.output_channels()};
  }

  /// Where a tile's first output lies, and in which picture.
  struct Place {
    std::size_t picture;
    int row, column;
  };
  [[nodiscard]] Place place(std::size_t tile, PhaseOffset output_phase) const {
    const std::size_t in_picture = tile % tiles_a_picture(), across = columns.tiles(transforms.outputs);
    const auto first = [&](const TiledAxis& axis, std::size_t number, int phase) {
      const bool cropped = form.apart && phase < axis.output_offset % axis.output_step;
      return axis.first + static_cast<int>(number * transforms.outputs) + (cropped ? 1 : 0);
    };
    return {tile / tiles_a_picture(), first(rows, in_picture / across, output_phase.row),
            first(columns, in_picture % across, output_phase.column)};
  }
};

inline PhaseOffset phase_offset(const Tiling& tiling, std::size_t phase) {
  const auto columns = as_size(tiling.pass.conv.columns.stride);
  return {static_cast<int>(phase / columns), static_cast<int>(phase % columns)};
}

}  // namespace keratin::kernels
