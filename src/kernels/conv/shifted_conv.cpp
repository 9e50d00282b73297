#include "kernels/conv/conv_methods.hpp"
#include "kernels/multiply.hpp"
#include "kernels/parallel.hpp"
#include "kernels/scratch.hpp"

namespace keratin::kernels {

namespace {

/// Those of one plane of the kernel.
Panels panels_of(const ConvPass& pass) {
  return {pass.input_channels(), pass.conv.plane_taps() * pass.output_channels()};
}

std::size_t packed_planes(const ConvPass& pass) { return as_size(pass.depth.taps) * panels_of(pass).size(); }

/// Products of the input rows in `rows` of one plane: (row, column, taps, output channels).
struct Products {
  const float* data;
  Span rows;
  std::size_t columns, stride;

  [[nodiscard]] const float* row(int row) const {
    return data + as_size(row - rows.begin) * columns * stride;
  }
};

Products multiply_pixels(const ConvPass& pass, const float* packed, const float* input, Span rows) {
  struct TapProducts;
  const Panels panels = panels_of(pass);
  const std::size_t columns = as_size(pass.input_columns()), pixels = as_size(rows.size()) * columns;
  float* products = scratch<TapProducts>(pixels * panels.channels);
  multiply_matrix_panels(pixels, input + as_size(rows.begin) * columns * panels.inner, panels, packed,
                         {0, panels.count()}, {}, products, panels.channels);
  return {products, rows, columns, panels.channels};
}

/// Adds to an output row what one row of taps finds in one row of products.
void add_taps(const ConvPass& pass, const Phase& columns, const float* products, std::size_t stride,
              int kernel_row, float* output) {
  const std::size_t channels = pass.output_channels();
  const auto first_tap = as_size(kernel_row * pass.conv.columns.window + columns.first_kernel) * channels;
  // From tap to tap: the next pixel's products, at the next place of the kernel.
  const std::ptrdiff_t step = columns.tap_step * static_cast<std::ptrdiff_t>(stride) +
                              columns.kernel_step * static_cast<std::ptrdiff_t>(channels);
  for (int q = 0; q < columns.count; ++q) {
    const int first = columns.first_input + q * columns.input_step;
    int begin = 0, end = columns.taps;
    while (begin < end && first + begin * columns.tap_step < 0) ++begin;
    while (begin < end && first + (end - 1) * columns.tap_step >= pass.input_columns()) --end;
    if (begin == end) continue;
    const float* from =
        products + static_cast<std::ptrdiff_t>(first) * static_cast<std::ptrdiff_t>(stride) + first_tap;
    float* to = output + as_size(columns.first_output + q * columns.output_step) * channels;
    for (std::size_t channel = 0; channel < channels; ++channel) {
      float sum = 0.0f;
      for (int b = begin; b < end; ++b) sum += from[b * step + static_cast<std::ptrdiff_t>(channel)];
      to[channel] += sum;
    }
  }
}

void add_row(const ConvPass& pass, const Phase& rows, const Phase& columns, int q, const Products& products,
             float* output) {
  for (int a = 0; a < rows.taps; ++a) {
    const int row = rows.first_input + q * rows.input_step + a * rows.tap_step;
    if (row < 0 || row >= pass.input_rows()) continue;
    add_taps(pass, columns, products.row(row), products.stride, rows.first_kernel + a * rows.kernel_step,
             output);
  }
}

/// Adds to the output rows [begin, end) of a plane what they find in a plane of the input.
void add_plane(const ConvPass& pass, const float* packed, const float* input, int begin, int end,
               float* output) {
  const Span read = inputs_of(pass.conv.rows, pass.direction, begin, end);
  const Span inside{std::clamp(read.begin, 0, pass.input_rows()), std::clamp(read.end, 0, pass.input_rows())};
  const Products products = multiply_pixels(pass, packed, input, inside);
  const std::size_t row_size = as_size(pass.output_columns()) * pass.output_channels();
  for (int i = 0; i < phase_count(pass.conv.rows, pass.direction); ++i) {
    const Phase rows = phase_of(pass.conv.rows, pass.direction, i).within(begin, end);
    for (int j = 0; j < phase_count(pass.conv.columns, pass.direction); ++j) {
      const Phase columns = phase_of(pass.conv.columns, pass.direction, j);
      for (int q = 0; q < rows.count; ++q) {
        add_row(pass, rows, columns, q, products,
                output + as_size(rows.first_output + q * rows.output_step) * row_size);
      }
    }
  }
}

/// The output rows [begin, end) of one slice.
void run_shifted_rows(const ConvPass& pass, const float* packed, const float* input, std::size_t slice,
                      int begin, int end, Epilogue epilogue, float* output) {
  const std::size_t channels = pass.output_channels(), row_size = as_size(pass.output_columns()) * channels,
                    size = as_size(end - begin) * row_size;
  const float* bias = packed + packed_planes(pass);
  float *plane = pass.plane_made(slice, output), *rows = plane + as_size(begin) * row_size;
  for (float* pixel = rows; pixel < rows + size; pixel += channels) {
    for (std::size_t channel = 0; channel < channels; ++channel)
      pixel[channel] = epilogue.adds ? bias[channel] + pixel[channel] : bias[channel];
  }
  for (int tap = 0; tap < pass.depth.taps; ++tap, packed += panels_of(pass).size()) {
    const float* read = pass.plane_read(slice, tap, input);
    if (read != nullptr) add_plane(pass, packed, read, begin, end, plane);
  }
  vector_kernels().rectify(size, epilogue.rectifier, rows, rows);
}

}  // namespace

std::size_t shifted_packed_size(const ConvPass& pass) { return packed_planes(pass) + pass.output_channels(); }

namespace {

void pack_plane(const ConvPass& pass, const float* kernel, float* packed) {
  const Panels panels = panels_of(pass);
  const std::size_t channels = pass.output_channels();
  for (std::size_t panel = 0; panel < panels.count(); ++panel) {
    float* to = pack_row(panels, panel, nullptr, packed + panels.offset(panel));
    for (std::size_t input = 0; input < panels.inner; ++input) {
      const float* weights = pass.weights(kernel, 0, 0, input);
      for (std::size_t i = 0; i < panels.channels_of(panel); ++i) {
        const std::size_t tap = (panels.first_channel(panel) + i) / channels,
                          output = (panels.first_channel(panel) + i) % channels;
        to[i] = weights[tap * panels.inner * channels + output * pass.weight_stride()];
      }
      std::fill(to + panels.channels_of(panel), to + panels.width(panel), 0.0f);
      to += panels.width(panel);
    }
  }
}

}  // namespace

void pack_shifted(const ConvPass& pass, const float* kernel, const float* bias, float* packed) {
  for (int tap = 0; tap < pass.depth.taps; ++tap) {
    pack_plane(pass, pass.kernel_plane(kernel, tap), packed + as_size(tap) * panels_of(pass).size());
  }
  for (std::size_t channel = 0; channel < pass.output_channels(); ++channel) {
    packed[packed_planes(pass) + channel] = bias == nullptr ? 0.0f : bias[channel];
  }
}

void run_shifted(const ConvPass& pass, const float* packed, const float* input, Epilogue epilogue,
                 float* output) {
  const std::size_t rows = as_size(pass.output_rows());
  const bool enough_slices = pass.slices() >= 2 * as_size(thread_count());
  const std::size_t part = enough_slices ? rows : balanced_part(rows, rows), parts = (rows + part - 1) / part;
  parallel_for(pass.slices() * parts, 2 * pass.multiplications() / parts, [&](std::size_t item) {
    const std::size_t begin = item % parts * part;
    run_shifted_rows(pass, packed, input, item / parts, static_cast<int>(begin),
                     static_cast<int>(std::min(begin + part, rows)), epilogue, output);
  });
}

}  // namespace keratin::kernels
