#include <array>

#include "kernels/conv/conv_methods.hpp"
#include "kernels/conv/copy_few.hpp"
#include "kernels/conv/phase.hpp"
#include "kernels/conv/phase_pixels.hpp"
#include "kernels/conv/tap_conv.hpp"
#include "kernels/parallel.hpp"
#include "kernels/scratch.hpp"

namespace keratin::kernels {

namespace {

/// The image's channels [begin, begin + count) of all pixels that are read, and 0 outside.
void pack_channels(const PhasePixels& phase, const float* image, std::size_t begin, std::size_t count,
                   float* to) {
  const ConvPass& pass = phase.pass;
  const Span columns = phase.column_span(), rows = phase.row_span();
  for (int row = rows.begin; row < rows.end; ++row) {
    const bool row_inside = row >= 0 && row < pass.input_rows();
    for (int column = columns.begin; column < columns.end; ++column) {
      if (row_inside && column >= 0 && column < pass.input_columns()) {
        const std::size_t pixel = as_size(row) * as_size(pass.input_columns()) + as_size(column);
        to = copy_few(image + pixel * pass.input_channels() + begin, count, to);
      } else {
        to = std::fill_n(to, count, 0.0f);
      }
    }
  }
}

/// For each output pixel the numbers [begin, begin + count) of what lies under the window.
void pack_patches(const PhasePixels& phase, const float* image, std::size_t begin, std::size_t count,
                  float* to) {
  const ConvPass& pass = phase.pass;
  const Padded input = pad({&image, 1, pass.input_rows(), pass.input_columns(), pass.input_channels()},
                           phase.row_span(), phase.column_span());
  std::array<std::size_t, 16> offsets;
  for (std::size_t i = 0; i < count; ++i) {
    const auto tap = static_cast<int>((begin + i) / input.channels);
    offsets[i] = input.offset(tap / phase.columns.taps * phase.rows.tap_step,
                              tap % phase.columns.taps * phase.columns.tap_step) +
                 (begin + i) % input.channels;
  }
  for (int q = 0; q < phase.rows.count; ++q) {
    for (int p = 0; p < phase.columns.count; ++p) {
      const float* first = input.pixel(phase.rows.first_input + q * phase.rows.input_step,
                                       phase.columns.first_input + p * phase.columns.input_step);
      for (std::size_t i = 0; i < count; ++i) *to++ = first[offsets[i]];
    }
  }
}

/// One panel of the output pixels' channels.
void pack_outputs(const PhasePixels& phase, const Panels& panels, std::size_t panel, const float* output,
                  float* to) {
  const ConvPass& pass = phase.pass;
  const std::size_t count = panels.channels_of(panel), left = panels.width(panel) - count;
  for (int q = 0; q < phase.rows.count; ++q) {
    for (int p = 0; p < phase.columns.count; ++p) {
      const std::size_t row = as_size(phase.rows.first_output + q * phase.rows.output_step),
                        column = as_size(phase.columns.first_output + p * phase.columns.output_step);
      const float* pixel = output + (row * as_size(pass.output_columns()) + column) * pass.output_channels();
      to = copy_few(pixel + panels.first_channel(panel), count, to);
      to = std::fill_n(to, left, 0.0f);
    }
  }
}

/// Panels of the output channels by blocks of rows: one thread's share of the products.
struct Share {
  std::size_t first_panel, end_panel, first_block, end_block;
};

/// Lines whose factors stay in the first-level cache while all taps pass over them.
std::size_t lines_in_a_part(const PhasePixels& phase, std::size_t rows, std::size_t width) {
  constexpr auto cache = std::size_t{9} * 1024;
  const std::size_t a_line = as_size(phase.rows.input_step) * as_size(phase.column_span().size()) * rows +
                             as_size(phase.columns.count) * width;
  return std::clamp<std::size_t>(cache / a_line, 1, as_size(phase.rows.count));
}

void add_products(const PhasePixels& phase, const Panels& panels, const Blocks& blocks, std::size_t block,
                  std::size_t panel, std::size_t images, const float* factors, const float* outputs,
                  float* sums) {
  const std::size_t width = panels.width(panel), rows = blocks.size(block),
                    span_columns = as_size(phase.column_span().size());
  OuterProducts products{.rows = rows,
                         .images = images,
                         .lines = 1,
                         .places = phase.patches ? phase.pixels() : as_size(phase.columns.count),
                         .x = factors,
                         .x_image = phase.places() * rows,
                         .x_line = as_size(phase.rows.input_step) * span_columns * rows,
                         .x_step = (phase.patches ? 1 : as_size(phase.columns.input_step)) * rows,
                         .y = outputs,
                         .y_image = phase.pixels() * width,
                         .y_line = as_size(phase.columns.count) * width,
                         .y_step = width,
                         .channels = panels.channels_of(panel),
                         .sums = nullptr,
                         .sums_stride = panels.channels};
  const std::size_t inputs = phase.pass.input_channels();
  const auto matrix = [&](std::size_t first_row) {
    return sums + (first_row + blocks.begin(block)) * panels.channels + panels.first_channel(panel);
  };
  if (phase.patches) {
    products.sums = matrix(0);
    return vector_kernels().add_outer_products(products);
  }
  const std::size_t lines = as_size(phase.rows.count), part = lines_in_a_part(phase, rows, width);
  for (std::size_t line = 0; line < lines; line += part) {
    products.lines = std::min(part, lines - line);
    products.y = outputs + line * products.y_line;
    for (std::size_t tap = 0; tap < phase.taps(); ++tap) {
      const std::size_t row = tap / as_size(phase.columns.taps), column = tap % as_size(phase.columns.taps);
      products.x =
          factors + line * products.x_line +
          (row * as_size(phase.rows.tap_step) * span_columns + column * as_size(phase.columns.tap_step)) *
              rows;
      products.sums = matrix(phase.window_position(tap) * inputs);
      vector_kernels().add_outer_products(products);
    }
  }
}

/// Images that are packed together, so that few sums are taken up and put down again.
std::size_t images_in_a_part(const PhasePixels& phase) {
  constexpr std::size_t enough_pixels = 128;
  return std::clamp<std::size_t>(enough_pixels / std::max<std::size_t>(1, phase.pixels()), 1,
                                 phase.pass.slices());
}

/// What a share multiplies, of some images: the factors by blocks of rows, the outputs by panels.
class PackedShare {
 public:
  PackedShare(const PhasePixels& phase, const Share& share, std::size_t images)
      : phase_(phase),
        share_(share),
        room_(images),
        factors_(scratch<PackedShare>(room_ * (factors_size() + outputs_size()) + padding)),
        outputs_(factors_ + (room_ * factors_size() + padding) / padding * padding) {}

  /// Packs image number `i` of those that there is room for.
  void pack(std::size_t i, const float* input, const float* output) {
    for (std::size_t block = share_.first_block; block < share_.end_block; ++block) {
      const std::size_t size = blocks_.size(block);
      (phase_.patches ? pack_patches : pack_channels)(phase_, input, blocks_.begin(block), size,
                                                      factors(block) + i * phase_.places() * size);
    }
    for (std::size_t panel = share_.first_panel; panel < share_.end_panel; ++panel) {
      pack_outputs(phase_, panels_, panel, output,
                   outputs(panel) + i * phase_.pixels() * panels_.width(panel));
    }
  }

  void add_products(std::size_t images, float* sums) const {
    for (std::size_t panel = share_.first_panel; panel < share_.end_panel; ++panel) {
      for (std::size_t block = share_.first_block; block < share_.end_block; ++block) {
        kernels::add_products(phase_, panels_, blocks_, block, panel, images, factors(block), outputs(panel),
                              sums);
      }
    }
  }

 private:
  static constexpr std::size_t padding = 16;  // floats: the outputs begin with a line of the cache

  [[nodiscard]] std::size_t factors_size() const {
    return (blocks_.begin(share_.end_block) - blocks_.begin(share_.first_block)) * phase_.places();
  }
  [[nodiscard]] std::size_t outputs_size() const {
    return (share_.end_panel - share_.first_panel) * 2 * panels_.lanes * phase_.pixels();
  }
  [[nodiscard]] float* factors(std::size_t block) const {
    return factors_ + (blocks_.begin(block) - blocks_.begin(share_.first_block)) * room_ * phase_.places();
  }
  [[nodiscard]] float* outputs(std::size_t panel) const {
    return outputs_ + (panel - share_.first_panel) * 2 * panels_.lanes * room_ * phase_.pixels();
  }

  const PhasePixels& phase_;
  Share share_;
  Panels panels_{phase_.matrix_rows(), phase_.pass.output_channels()};
  Blocks blocks_{phase_.matrix_rows()};
  std::size_t room_;
  float* factors_;
  float* outputs_;
};

void add_share(const PhasePixels& phase, const Share& share, const float* input, const float* output,
               float* sums) {
  const ConvPass& pass = phase.pass;
  const std::size_t part = images_in_a_part(phase);
  PackedShare packed(phase, share, part);
  for (std::size_t begin = 0; begin < pass.slices(); begin += part) {
    const std::size_t images = std::min(part, pass.slices() - begin);
    for (std::size_t i = 0; i < images; ++i) {
      packed.pack(i, pass.plane_read(begin + i, 0, input), pass.plane_made(begin + i, output));
    }
    packed.add_products(images, sums);
  }
}

/// Adds the products of all output pixels of one phase, on several threads, each with sums of its own.
void add_phase(const PhasePixels& phase, const float* input, const float* output, float* sums) {
  const std::size_t panels = Panels{phase.matrix_rows(), phase.pass.output_channels()}.count(),
                    blocks = Blocks{phase.matrix_rows()}.count;
  const auto threads = as_size(thread_count());
  const bool by_blocks = blocks % threads == 0;  // then no factor is packed twice
  const std::size_t across = by_blocks               ? 1
                             : panels % threads == 0 ? threads
                                                     : panels,
                    down = std::max<std::size_t>(1, std::min(blocks, (threads + across - 1) / across)),
                    shares = across * down;
  parallel_for(shares, 2 * phase.pass.slices() * phase.pass.multiplications() / shares, [&](std::size_t i) {
    const std::size_t x = i / down, y = i % down;
    add_share(phase,
              {panels * x / across, panels * (x + 1) / across, blocks * y / down, blocks * (y + 1) / down},
              input, output, sums);
  });
}

/// gradient += sums (taps of the phase, input channels, output channels).
void add_sums(const PhasePixels& phase, const float* sums, float* gradient) {
  const ConvPass& pass = phase.pass;
  const std::size_t inputs = pass.input_channels(), outputs = pass.output_channels(),
                    input_step = pass.outputs_adjacent() ? outputs : 1, output_step = pass.weight_stride();
  for (std::size_t tap = 0; tap < phase.taps(); ++tap) {
    float* to = gradient + phase.window_position(tap) * inputs * outputs;
    for (std::size_t input = 0; input < inputs; ++input, sums += outputs) {
      for (std::size_t output = 0; output < outputs; ++output) {
        to[input * input_step + output * output_step] += sums[output];
      }
    }
  }
}

}  // namespace

void add_direct_gradient(const ConvPass& pass, const float* input, const float* output, float* gradient) {
  struct Sums;
  for (int i = 0; i < phase_count(pass.conv.rows, pass.direction); ++i) {
    for (int j = 0; j < phase_count(pass.conv.columns, pass.direction); ++j) {
      const PhasePixels phase{pass, phase_of(pass.conv.rows, pass.direction, i),
                              phase_of(pass.conv.columns, pass.direction, j),
                              pass.input_channels() < 8 || !pass.outputs_adjacent()};
      if (phase.taps() == 0 || phase.pixels() == 0) continue;
      if (pass.outputs_adjacent() && !phase.patches) {
        add_phase(phase, input, output, gradient);
        continue;
      }
      const std::size_t size = phase.matrix_rows() * pass.output_channels();
      float* sums = scratch<Sums>(size);
      std::fill_n(sums, size, 0.0f);
      add_phase(phase, input, output, sums);
      add_sums(phase, sums, gradient);
    }
  }
}

}  // namespace keratin::kernels
