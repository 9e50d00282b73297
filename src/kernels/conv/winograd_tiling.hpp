#pragma once

#include <array>

#include "kernels/conv/conv_methods.hpp"
#include "kernels/conv/panels.hpp"

namespace keratin::kernels {

/// Rows or columns of an image as tiles meet them, counted before the crop and the padding: number q of
/// phase r is row q · step + r − offset.
struct Side {
  int step, offset, size;

  /// The row, or −1 if it lies outside the image.
  [[nodiscard]] int position(int number, int phase) const {
    const int row = number * step + phase - offset;
    return row < size ? std::max(row, -1) : -1;
  }
};

/// Rows or columns in tiles: a tile's outputs are neighbours of one phase; its inputs begin with the number
/// of its first output.
struct TiledAxis {
  int first, end;  ///< of the outputs of a phase
  Side input, output;

  [[nodiscard]] std::size_t tiles(std::size_t outputs) const {
    return (as_size(end - first) + outputs - 1) / outputs;
  }
};

inline TiledAxis tiled_axis(const Axis& axis, Direction direction, const WinogradForm& form) {
  const int stride = axis.stride, crop = axis.offset, first = crop / stride;
  if (direction == Direction::to_small) {
    return {0, axis.small, {stride, crop, axis.large}, {1, 0, axis.small}};
  }
  const int end =
      form.apart ? first + (axis.large + stride - 1) / stride : (axis.large - 1 + crop) / stride + 1;
  const int before = static_cast<int>(form.transforms->taps) - 1;
  return {first, end, {1, before, axis.small}, {stride, crop, axis.large}};
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
  [[nodiscard]] std::size_t tiles_a_image() const {
    return rows.tiles(transforms.outputs) * columns.tiles(transforms.outputs);
  }
  [[nodiscard]] std::size_t phases() const {
    return as_size(pass.conv.rows.stride) * as_size(pass.conv.columns.stride);
  }
  [[nodiscard]] std::size_t input_phases() const { return pass.to_small() ? phases() : 1; }
  [[nodiscard]] std::size_t output_phases() const { return pass.to_small() ? 1 : phases(); }
  [[nodiscard]] Panels panels() const {
    return {as_size(pass.depth.taps) * input_phases() * pass.input_channels(), pass.output_channels()};
  }

  /// Where a tile's first output lies, and in which slice.
  struct Place {
    std::size_t slice;
    int row, column;
  };
  [[nodiscard]] Place place(std::size_t tile, PhaseOffset output_phase) const {
    const std::size_t in_image = tile % tiles_a_image(), across = columns.tiles(transforms.outputs);
    const auto first = [&](const TiledAxis& axis, std::size_t number, int phase) {
      const bool cropped = form.apart && phase < axis.output.offset % axis.output.step;
      return axis.first + static_cast<int>(number * transforms.outputs) + (cropped ? 1 : 0);
    };
    return {tile / tiles_a_image(), first(rows, in_image / across, output_phase.row),
            first(columns, in_image % across, output_phase.column)};
  }
};

/// Pointers to the pixels of a square, row by row.
using Square = std::array<float*, 36>;

/// The `size`² pixels of a tile in a plane of one of the pass's images; `outside` for those that lie outside
/// of it.
inline Square square_of(const Side& rows, const Side& columns, std::size_t size, const Tiling::Place& place,
                        PhaseOffset phase, float* plane, std::size_t channels, float* outside) {
  std::array<int, 6> met;  // the square's columns
  for (int j = 0; j < static_cast<int>(size); ++j)
    met[as_size(j)] = columns.position(place.column + j, phase.column);
  Square pixels;
  std::size_t pixel = 0;
  for (int i = 0; i < static_cast<int>(size); ++i) {
    const int row = rows.position(place.row + i, phase.row);
    float* first = plane + as_size(std::max(row, 0)) * as_size(columns.size) * channels;
    for (std::size_t j = 0; j < size; ++j, ++pixel) {
      pixels[pixel] = row < 0 || met[j] < 0 ? outside : first + as_size(met[j]) * channels;
    }
  }
  return pixels;
}

/// The pixels of the input, which are only read, that a tap along the depth reads, and those of the output.
inline Square input_square(const Tiling& tiling, const Tiling::Place& place, PhaseOffset phase, int tap,
                           const float* input, float* zeros) {
  const float* plane = tiling.pass.plane_read(place.slice, tap, input);
  if (plane == nullptr) {
    Square outside;
    outside.fill(zeros);
    return outside;
  }
  return square_of(tiling.rows.input, tiling.columns.input, tiling.transforms.tile, place, phase,
                   const_cast<float*>(plane), tiling.pass.input_channels(), zeros);
}
inline Square output_square(const Tiling& tiling, const Tiling::Place& place, PhaseOffset phase,
                            float* output) {
  return square_of(tiling.rows.output, tiling.columns.output, tiling.transforms.outputs, place, phase,
                   tiling.pass.plane_made(place.slice, output), tiling.pass.output_stride, nullptr);
}

inline PhaseOffset phase_offset(const Tiling& tiling, std::size_t phase) {
  const auto columns = as_size(tiling.pass.conv.columns.stride);
  return {static_cast<int>(phase / columns), static_cast<int>(phase % columns)};
}

/// The weights of a kernel's plane at a tap, counted along the input, of one phase, from one input channel to
/// all output channels; null beyond the window.
inline const float* phase_weights(const Tiling& tiling, const float* plane, PhaseOffset phase,
                                  std::size_t tap_row, std::size_t tap_column, std::size_t input) {
  const ConvPass& pass = tiling.pass;
  const std::size_t last = tiling.transforms.taps - 1;
  const auto position = [&](const Axis& axis, std::size_t tap, int offset) {
    return static_cast<int>(pass.to_small() ? tap : last - tap) * axis.stride + offset;
  };
  const int row = position(pass.conv.rows, tap_row, phase.row),
            column = position(pass.conv.columns, tap_column, phase.column);
  const bool inside = row < pass.conv.rows.window && column < pass.conv.columns.window;
  return inside ? pass.weights(plane, row, column, input) : nullptr;
}

/// Floats between the elements of one tile: a line more than they take, so that they do not all lie in the
/// same places of the cache.
inline std::size_t element_stride(std::size_t tiles, std::size_t channels) { return tiles * channels + 16; }

}  // namespace keratin::kernels
