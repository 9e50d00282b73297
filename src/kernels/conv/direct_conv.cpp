#include "kernels/conv/conv_methods.hpp"
#include "kernels/conv/panels.hpp"
#include "kernels/conv/phase.hpp"
#include "kernels/multiply.hpp"
#include "kernels/parallel.hpp"
#include "kernels/scratch.hpp"

namespace keratin::kernels {

namespace {

/// Calls visit(row phase, column phase, panels, where the phase's panels begin) for all output pixels of the
/// pass's planes that see the window alike.
template <class Visit>
void for_each_phase(const ConvPass& pass, const Visit& visit) {
  std::size_t begin = 0;
  for (int i = 0; i < phase_count(pass.conv.rows, pass.direction); ++i) {
    const Phase rows = phase_of(pass.conv.rows, pass.direction, i);
    for (int j = 0; j < phase_count(pass.conv.columns, pass.direction); ++j) {
      const Phase columns = phase_of(pass.conv.columns, pass.direction, j);
      const std::size_t taps = as_size(pass.depth.taps) * as_size(rows.taps) * as_size(columns.taps);
      const Panels panels{taps * pass.input_channels(), pass.output_channels()};
      visit(rows, columns, panels, begin);
      begin += panels.size();
    }
  }
}

void pack_panel(const ConvPass& pass, const Phase& rows, const Phase& columns, const Panels& panels,
                std::size_t panel, const float* kernel, const float* bias, float* to) {
  to = pack_row(panels, panel, to, bias);
  for (int tap = 0; tap < pass.depth.taps; ++tap) {
    const float* plane = pass.kernel_plane(kernel, tap);
    for (int a = 0; a < rows.taps; ++a) {
      for (int b = 0; b < columns.taps; ++b) {
        for (std::size_t input = 0; input < pass.input_channels(); ++input) {
          const float* weights = pass.weights(plane, rows.first_kernel + a * rows.kernel_step,
                                              columns.first_kernel + b * columns.kernel_step, input);
          to = pack_row(panels, panel, to, weights, pass.weight_stride());
        }
      }
    }
  }
}

/// Where the taps lie, from an output pixel's first one: a run is as many floats as lie side by side.
struct Runs {
  const std::size_t* offsets;
  std::size_t count, length;
};

Runs runs_of(const Padded& input, const Phase& depth, const Phase& rows, const Phase& columns) {
  struct RunOffsets;
  const bool whole_rows = columns.tap_step == 1 || columns.taps == 1;
  const int runs_a_row = whole_rows ? std::min(columns.taps, 1) : columns.taps;
  auto* offsets =
      scratch<RunOffsets, std::size_t>(as_size(depth.taps) * as_size(rows.taps) * as_size(runs_a_row));
  std::size_t count = 0;
  for (int tap = 0; tap < depth.taps; ++tap) {
    for (int a = 0; a < rows.taps; ++a) {
      for (int b = 0; b < runs_a_row; ++b)
        offsets[count++] = input.planes[tap] + input.offset(a * rows.tap_step, b * columns.tap_step);
    }
  }
  return {offsets, count, (whole_rows ? as_size(columns.taps) : 1) * input.channels};
}

/// One phase of some output rows of a slice, all channels.
void run_phase(const ConvPass& pass, const Phase& rows, const Phase& columns, const Panels& panels,
               const float* packed, const Padded& input, Rectifier rectifier, float* output) {
  struct InputPixels;
  struct OutputPixels;
  const std::size_t pixels = as_size(rows.count) * as_size(columns.count), channels = pass.output_channels();
  const auto** from = scratch<InputPixels, const float*>(pixels);
  auto** to = scratch<OutputPixels, float*>(pixels);
  const bool reads = pass.depth.taps > 0 && rows.taps > 0 && columns.taps > 0;
  std::size_t pixel = 0;
  for (int q = 0; q < rows.count; ++q) {
    for (int p = 0; p < columns.count; ++p, ++pixel) {
      from[pixel] = reads ? input.pixel(rows.first_input + q * rows.input_step,
                                        columns.first_input + p * columns.input_step)
                          : nullptr;
      to[pixel] =
          output + (as_size(rows.first_output + q * rows.output_step) * as_size(pass.output_columns()) +
                    as_size(columns.first_output + p * columns.output_step)) *
                       channels;
    }
  }
  const Runs runs = reads ? runs_of(input, pass.depth, rows, columns) : Runs{nullptr, 0, 0};
  multiply_rows({.rows = pixels,
                 .x = from,
                 .offsets = runs.offsets,
                 .runs = runs.count,
                 .length = runs.length,
                 .packed = packed,
                 .panels = panels,
                 .y = to,
                 .rectifier = rectifier});
}

/// The planes that a slice reads, one for each tap.
Planes planes_of(const ConvPass& pass, std::size_t slice, const float* input) {
  struct PlanesRead;
  const std::size_t taps = as_size(pass.depth.taps);
  const auto** planes = scratch<PlanesRead, const float*>(taps);
  for (std::size_t tap = 0; tap < taps; ++tap)
    planes[tap] = pass.plane_read(slice, static_cast<int>(tap), input);
  return {planes, taps, pass.input_rows(), pass.input_columns(), pass.input_channels()};
}

/// The output rows [begin, end) of one slice.
void run_rows(const ConvPass& pass, const float* packed, const float* input, std::size_t slice, int begin,
              int end, Rectifier rectifier, float* output) {
  const Span rows_read = inputs_of(pass.conv.rows, pass.direction, begin, end);
  const Span columns_read = inputs_of(pass.conv.columns, pass.direction, 0, pass.output_columns());
  const Padded padded = pad(planes_of(pass, slice, input), rows_read, columns_read);
  for_each_phase(pass, [&](const Phase& rows, const Phase& columns, const Panels& panels, std::size_t first) {
    run_phase(pass, rows.within(begin, end), columns, panels, packed + first, padded, rectifier,
              pass.plane_made(slice, output));
  });
}

/// Output rows whose input stays in the cache, and so that each thread has some.
std::size_t rows_in_a_part(const ConvPass& pass) {
  constexpr auto cache = std::size_t{128} * 1024;
  const std::size_t rows = as_size(pass.output_rows());
  const std::size_t per_row = std::max<std::size_t>(1, as_size(pass.depth.taps) * pass.input_plane() / rows);
  const std::size_t largest = std::clamp<std::size_t>(cache / per_row, 1, rows);
  const bool enough_slices = pass.slices() >= 2 * as_size(thread_count());
  return enough_slices ? largest : balanced_part(rows, largest);
}

}  // namespace

std::size_t direct_packed_size(const ConvPass& pass) {
  std::size_t size = 0;
  for_each_phase(pass, [&](const Phase&, const Phase&, const Panels& panels, std::size_t begin) {
    size = begin + panels.size();
  });
  return size;
}

void pack_direct(const ConvPass& pass, const float* kernel, const float* bias, float* packed) {
  for_each_phase(pass, [&](const Phase& rows, const Phase& columns, const Panels& panels, std::size_t begin) {
    parallel_for(panels.count(), 4 * panels.inner * panels.width(0), [&](std::size_t panel) {
      pack_panel(pass, rows, columns, panels, panel, kernel, bias, packed + begin + panels.offset(panel));
    });
  });
}

void run_direct(const ConvPass& pass, const float* packed, const float* input, Rectifier rectifier,
                float* output) {
  const std::size_t rows = as_size(pass.output_rows()), part = rows_in_a_part(pass),
                    parts = (rows + part - 1) / part;
  parallel_for(pass.slices() * parts, 2 * pass.multiplications() / parts, [&](std::size_t item) {
    const std::size_t begin = item % parts * part;
    run_rows(pass, packed, input, item / parts, static_cast<int>(begin),
             static_cast<int>(std::min(begin + part, rows)), rectifier, output);
  });
}

}  // namespace keratin::kernels
