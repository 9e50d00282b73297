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
  to = pack_row(panels, panel, bias, to);
  for (int tap = 0; tap < pass.depth.taps; ++tap) {
    const float* plane = pass.kernel_plane(kernel, tap);
    for (int a = 0; a < rows.taps; ++a) {
      for (int b = 0; b < columns.taps; ++b) {
        const float* weights = pass.weights(plane, rows.first_kernel + a * rows.kernel_step,
                                            columns.first_kernel + b * columns.kernel_step, 0);
        pack_rows(panels, panel, {weights, pass.input_channels(), pass.input_stride(), pass.weight_stride()},
                  to, panels.width(panel));
        to += pass.input_channels() * panels.width(panel);
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
    const std::size_t plane = depth.taps > 1 ? input.planes[tap] : 0;
    for (int a = 0; a < rows.taps; ++a) {
      for (int b = 0; b < runs_a_row; ++b)
        offsets[count++] = plane + input.offset(a * rows.tap_step, b * columns.tap_step);
    }
  }
  return {offsets, count, (whole_rows ? as_size(columns.taps) : 1) * input.channels};
}

/// What one thread computes at a time: some output rows of some slices, and of their channels some panels.
struct Part {
  Range slices, rows, panels;
};

/// The planes that the slices read, one for each tap.
Planes planes_of(const ConvPass& pass, Range slices, const float* input) {
  struct PlanesRead;
  const std::size_t taps = as_size(pass.depth.taps), count = slices.size() * taps;
  const auto** planes = scratch<PlanesRead, const float*>(count);
  for (std::size_t i = 0; i < count; ++i) {
    planes[i] = pass.plane_read(slices.begin + i / taps, static_cast<int>(i % taps), input);
  }
  return {planes, count, pass.input_rows(), pass.input_columns(), pass.input_channels()};
}

/// One phase of a part; `input` holds the planes of its slices.
void run_phase(const ConvPass& pass, const Phase& rows, const Phase& columns, const Panels& panels,
               const float* packed, const Padded& input, const Part& part, Epilogue epilogue, float* output) {
  struct InputPixels;
  struct OutputPixels;
  const std::size_t pixels = part.slices.size() * as_size(rows.count) * as_size(columns.count);
  const auto** from = scratch<InputPixels, const float*>(pixels);
  auto** to = scratch<OutputPixels, float*>(pixels);
  const bool reads = pass.depth.taps > 0 && rows.taps > 0 && columns.taps > 0;
  std::size_t pixel = 0;
  for (std::size_t slice = 0; slice < part.slices.size(); ++slice) {
    const std::size_t plane =
        pass.depth.taps == 1 ? input.planes[slice] : 0;  // runs_of() adds those of several taps
    float* made = pass.plane_made(part.slices.begin + slice, output);
    for (int q = 0; q < rows.count; ++q) {
      const int row = rows.first_output + q * rows.output_step;
      for (int p = 0; p < columns.count; ++p, ++pixel) {
        const int column = columns.first_output + p * columns.output_step;
        from[pixel] = reads ? plane + input.pixel(rows.first_input + q * rows.input_step,
                                                  columns.first_input + p * columns.input_step)
                            : nullptr;
        to[pixel] =
            made + (as_size(row) * as_size(pass.output_columns()) + as_size(column)) * pass.output_stride;
      }
    }
  }
  const Runs runs = reads ? runs_of(input, pass.depth, rows, columns) : Runs{nullptr, 0, 0};
  const RowProducts products{pixels, from,   runs.offsets, runs.count, runs.length,
                             packed, panels, to,           epilogue};
  multiply_panels(products, part.panels);
}

void run_part(const ConvPass& pass, const float* packed, const float* input, const Part& part,
              Epilogue epilogue, float* output) {
  const int begin = static_cast<int>(part.rows.begin), end = static_cast<int>(part.rows.end);
  const Span rows_read = inputs_of(pass.conv.rows, pass.direction, begin, end);
  const Span columns_read = inputs_of(pass.conv.columns, pass.direction, 0, pass.output_columns());
  const Padded padded = pad(planes_of(pass, part.slices, input), rows_read, columns_read);
  for_each_phase(pass, [&](const Phase& rows, const Phase& columns, const Panels& panels, std::size_t first) {
    run_phase(pass, rows.within(begin, end), columns, panels, packed + first, padded, part, epilogue, output);
  });
}

/// How a pass is cut into parts: `across` of them share the same rows and differ in their panels.
class Cut {
 public:
  explicit Cut(const ConvPass& pass)
      : all_slices_(pass.slices()),
        all_rows_(as_size(pass.output_rows())),
        panels_(Panels{0, pass.output_channels()}.count()) {
    const auto threads = as_size(thread_count());
    const std::size_t plane = as_size(pass.depth.taps) * pass.input_plane();
    slices_ = slices_in_a_part(pass);
    rows_ = rows_in_the_cache(plane);
    // Threads share the kernel if it takes much longer to read than the images.
    if (4 * plane * all_slices_ < pass.conv.kernel_size()) across_ = std::min(panels_, threads);
    if (across_ == threads) {
      slices_ = balanced_part(all_slices_, slices_, 1);
    } else if (all_slices_ < 2 * threads) {
      slices_ = std::min(slices_, std::max<std::size_t>(1, all_slices_ / threads));
      rows_ = balanced_part(all_rows_, rows_);
    } else {
      slices_ = balanced_part(all_slices_, slices_);
    }
  }

  [[nodiscard]] std::size_t parts() const { return row_parts() * slice_parts() * across_; }

  [[nodiscard]] Part part(std::size_t number) const {
    const std::size_t row = number % row_parts() * rows_,
                      slice = number / row_parts() % slice_parts() * slices_,
                      panel = number / row_parts() / slice_parts();
    return {{slice, std::min(slice + slices_, all_slices_)},
            {row, std::min(row + rows_, all_rows_)},
            {panels_ * panel / across_, panels_ * (panel + 1) / across_}};
  }

 private:
  static constexpr auto cache = std::size_t{128} * 1024;

  [[nodiscard]] std::size_t rows_in_the_cache(std::size_t plane) const {
    const std::size_t per_row = std::max<std::size_t>(1, plane / all_rows_);
    return std::clamp<std::size_t>(cache / per_row, 1, all_rows_);
  }

  /// Slices that have too few pixels go together, so that a panel that was read meets more of them. Taps
  /// along the depth may lie at other places in each slice.
  static std::size_t slices_in_a_part(const ConvPass& pass) {
    if (pass.depth.taps > 1) return 1;
    const std::size_t phases = pass.to_small()
                                   ? 1
                                   : as_size(pass.conv.rows.stride) * as_size(pass.conv.columns.stride),
                      pixels = as_size(pass.output_rows()) * as_size(pass.output_columns()) / phases + 1,
                      wanted = 16 * vector_kernels().rows;
    return std::max<std::size_t>(
        1, std::min(wanted / pixels, cache / std::max<std::size_t>(1, pass.input_plane())));
  }

  [[nodiscard]] std::size_t row_parts() const { return (all_rows_ + rows_ - 1) / rows_; }
  [[nodiscard]] std::size_t slice_parts() const { return (all_slices_ + slices_ - 1) / slices_; }

  std::size_t all_slices_, all_rows_, panels_, slices_, rows_, across_ = 1;
};

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

void run_direct(const ConvPass& pass, const float* packed, const float* input, Epilogue epilogue,
                float* output) {
  if (pass.slices() == 0) return;
  const Cut cut(pass);
  parallel_for(
      cut.parts(), 2 * pass.slices() * pass.multiplications() / cut.parts(),
      [&](std::size_t number) { run_part(pass, packed, input, cut.part(number), epilogue, output); });
}

}  // namespace keratin::kernels
