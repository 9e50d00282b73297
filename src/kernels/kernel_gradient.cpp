#include <array>
#include <cstring>

#include "kernels/meeting.hpp"
#include "kernels/padded.hpp"
#include "kernels/parallel.hpp"
#include "kernels/scratch.hpp"
#include "kernels/tap_conv.hpp"
#include "kernels/winograd_gradient.hpp"

namespace keratin::kernels {

namespace {

/// A handful of floats: without the call that a copy of unknown size takes.
float* copy_few(const float* from, std::size_t count, float* to) {
  for (; count >= 8; count -= 8, from += 8, to += 8) std::memcpy(to, from, 8 * sizeof(float));
  if (count >= 4) {
    std::memcpy(to, from, 4 * sizeof(float));
    from += 4, to += 4, count -= 4;
  }
  for (; count > 0; --count) *to++ = *from++;
  return to;
}

/// The picture's channels [begin, begin + count) of all pixels that are read, and 0 outside.
void pack_channels(const Meeting& meeting, const float* picture, std::size_t begin, std::size_t count,
                   float* to) {
  const ConvPass& pass = meeting.pass;
  const Span columns = meeting.column_span(), rows = meeting.row_span();
  for (int row = rows.begin; row < rows.end; ++row) {
    const bool row_inside = row >= 0 && row < pass.input_rows();
    for (int column = columns.begin; column < columns.end; ++column) {
      if (row_inside && column >= 0 && column < pass.input_columns()) {
        const std::size_t pixel = as_size(row) * as_size(pass.input_columns()) + as_size(column);
        to = copy_few(picture + pixel * pass.input_channels() + begin, count, to);
      } else {
        to = std::fill_n(to, count, 0.0f);
      }
    }
  }
}

/// For each output pixel the numbers [begin, begin + count) of what lies under the window.
void pack_patches(const Meeting& meeting, const float* picture, std::size_t begin, std::size_t count,
                  float* to) {
  const ConvPass& pass = meeting.pass;
  const Padded input = pad(picture, pass.input_rows(), pass.input_columns(), pass.input_channels(),
                           meeting.row_span(), meeting.column_span());
  std::array<std::size_t, 16> offsets;
  for (std::size_t i = 0; i < count; ++i) {
    const auto tap = static_cast<int>((begin + i) / input.channels);
    offsets[i] = input.offset(tap / meeting.columns.taps * meeting.rows.tap_step,
                              tap % meeting.columns.taps * meeting.columns.tap_step) +
                 (begin + i) % input.channels;
  }
  for (int q = 0; q < meeting.rows.count; ++q) {
    for (int p = 0; p < meeting.columns.count; ++p) {
      const float* first = input.pixel(meeting.rows.first_input + q * meeting.rows.input_step,
                                       meeting.columns.first_input + p * meeting.columns.input_step);
      for (std::size_t i = 0; i < count; ++i) *to++ = first[offsets[i]];
    }
  }
}

/// One panel of the output pixels' channels.
void pack_outputs(const Meeting& meeting, const Panels& panels, std::size_t panel, const float* output,
                  float* to) {
  const ConvPass& pass = meeting.pass;
  const std::size_t count = panels.channels_of(panel), left = panels.width(panel) - count;
  for (int q = 0; q < meeting.rows.count; ++q) {
    for (int p = 0; p < meeting.columns.count; ++p) {
      const std::size_t row = as_size(meeting.rows.first_output + q * meeting.rows.output_step),
                        column = as_size(meeting.columns.first_output + p * meeting.columns.output_step);
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
std::size_t lines_in_a_part(const Meeting& meeting, std::size_t rows, std::size_t width) {
  constexpr auto cache = std::size_t{9} * 1024;
  const std::size_t a_line = as_size(meeting.rows.input_step) * as_size(meeting.column_span().size()) * rows +
                             as_size(meeting.columns.count) * width;
  return std::clamp<std::size_t>(cache / a_line, 1, as_size(meeting.rows.count));
}

void add_products(const Meeting& meeting, const Panels& panels, const Blocks& blocks, std::size_t block,
                  std::size_t panel, std::size_t pictures, const float* factors, const float* outputs,
                  float* sums) {
  const std::size_t width = panels.width(panel), rows = blocks.size(block),
                    span_columns = as_size(meeting.column_span().size());
  OuterProducts products{.rows = rows,
                         .pictures = pictures,
                         .lines = 1,
                         .places = meeting.patches ? meeting.pixels() : as_size(meeting.columns.count),
                         .x = factors,
                         .x_picture = meeting.places() * rows,
                         .x_line = as_size(meeting.rows.input_step) * span_columns * rows,
                         .x_step = (meeting.patches ? 1 : as_size(meeting.columns.input_step)) * rows,
                         .y = outputs,
                         .y_picture = meeting.pixels() * width,
                         .y_line = as_size(meeting.columns.count) * width,
                         .y_step = width,
                         .channels = panels.channels_of(panel),
                         .sums = nullptr,
                         .sums_stride = panels.channels};
  const std::size_t inputs = meeting.pass.input_channels();
  const auto matrix = [&](std::size_t first_row) {
    return sums + (first_row + blocks.begin(block)) * panels.channels + panels.first_channel(panel);
  };
  if (meeting.patches) {
    products.sums = matrix(0);
    return vector_kernels().add_outer_products(products);
  }
  const std::size_t lines = as_size(meeting.rows.count), part = lines_in_a_part(meeting, rows, width);
  for (std::size_t line = 0; line < lines; line += part) {
    products.lines = std::min(part, lines - line);
    products.y = outputs + line * products.y_line;
    for (std::size_t tap = 0; tap < meeting.taps(); ++tap) {
      const std::size_t row = tap / as_size(meeting.columns.taps),
                        column = tap % as_size(meeting.columns.taps);
      products.x =
          factors + line * products.x_line +
          (row * as_size(meeting.rows.tap_step) * span_columns + column * as_size(meeting.columns.tap_step)) *
              rows;
      products.sums = matrix(meeting.window_position(tap) * inputs);
      vector_kernels().add_outer_products(products);
    }
  }
}

/// Pictures that are packed together, so that few sums are taken up and put down again.
std::size_t pictures_in_a_part(const Meeting& meeting) {
  constexpr std::size_t enough_pixels = 128;
  return std::clamp<std::size_t>(enough_pixels / std::max<std::size_t>(1, meeting.pixels()), 1,
                                 meeting.pass.conv.batch);
}

/// What a share multiplies, of some pictures: the factors by blocks of rows, the outputs by panels.
class PackedShare {
 public:
  PackedShare(const Meeting& meeting, const Share& share, std::size_t pictures)
      : meeting_(meeting),
        share_(share),
        room_(pictures),
        factors_(scratch<PackedShare>(room_ * (factors_size() + outputs_size()) + padding)),
        outputs_(factors_ + (room_ * factors_size() + padding) / padding * padding) {}

  /// Packs picture number `i` of those that there is room for.
  void pack(std::size_t i, const float* input, const float* output) {
    for (std::size_t block = share_.first_block; block < share_.end_block; ++block) {
      const std::size_t size = blocks_.size(block);
      (meeting_.patches ? pack_patches : pack_channels)(meeting_, input, blocks_.begin(block), size,
                                                        factors(block) + i * meeting_.places() * size);
    }
    for (std::size_t panel = share_.first_panel; panel < share_.end_panel; ++panel) {
      pack_outputs(meeting_, panels_, panel, output,
                   outputs(panel) + i * meeting_.pixels() * panels_.width(panel));
    }
  }

  void add_products(std::size_t pictures, float* sums) const {
    for (std::size_t panel = share_.first_panel; panel < share_.end_panel; ++panel) {
      for (std::size_t block = share_.first_block; block < share_.end_block; ++block) {
        kernels::add_products(meeting_, panels_, blocks_, block, panel, pictures, factors(block),
                              outputs(panel), sums);
      }
    }
  }

 private:
  static constexpr std::size_t padding = 16;  // floats: the outputs begin with a line of the cache

  [[nodiscard]] std::size_t factors_size() const {
    return (blocks_.begin(share_.end_block) - blocks_.begin(share_.first_block)) * meeting_.places();
  }
  [[nodiscard]] std::size_t outputs_size() const {
    return (share_.end_panel - share_.first_panel) * 2 * panels_.lanes * meeting_.pixels();
  }
  [[nodiscard]] float* factors(std::size_t block) const {
    return factors_ + (blocks_.begin(block) - blocks_.begin(share_.first_block)) * room_ * meeting_.places();
  }
  [[nodiscard]] float* outputs(std::size_t panel) const {
    return outputs_ + (panel - share_.first_panel) * 2 * panels_.lanes * room_ * meeting_.pixels();
  }

  const Meeting& meeting_;
  Share share_;
  Panels panels_{meeting_.matrix_rows(), meeting_.pass.output_channels()};
  Blocks blocks_{meeting_.matrix_rows()};
  std::size_t room_;
  float* factors_;
  float* outputs_;
};

void add_share(const Meeting& meeting, const Share& share, const float* input, const float* output,
               float* sums) {
  const ConvPass& pass = meeting.pass;
  const std::size_t part = pictures_in_a_part(meeting);
  PackedShare packed(meeting, share, part);
  for (std::size_t begin = 0; begin < pass.conv.batch; begin += part) {
    const std::size_t pictures = std::min(part, pass.conv.batch - begin);
    for (std::size_t i = 0; i < pictures; ++i) {
      packed.pack(i, input + (begin + i) * pass.input_size(), output + (begin + i) * pass.output_size());
    }
    packed.add_products(pictures, sums);
  }
}

/// Adds the products of all output pixels of one phase, on several threads, each with sums of its own.
void add_meeting(const Meeting& meeting, const float* input, const float* output, float* sums) {
  const std::size_t panels = Panels{meeting.matrix_rows(), meeting.pass.output_channels()}.count(),
                    blocks = Blocks{meeting.matrix_rows()}.count;
  const auto threads = as_size(thread_count());
  const bool by_blocks = blocks % threads == 0;  // then no factor is packed twice
  const std::size_t across = by_blocks               ? 1
                             : panels % threads == 0 ? threads
                                                     : panels,
                    down = std::max<std::size_t>(1, std::min(blocks, (threads + across - 1) / across)),
                    shares = across * down;
  parallel_for(
      shares, 2 * meeting.pass.conv.batch * meeting.pass.multiplications() / shares, [&](std::size_t i) {
        const std::size_t x = i / down, y = i % down;
        add_share(
            meeting,
            {panels * x / across, panels * (x + 1) / across, blocks * y / down, blocks * (y + 1) / down},
            input, output, sums);
      });
}

/// The picture whose channels the vectors hold: the one that the kernel's last axis is of, unless it has few
/// and the other one has not.
Direction towards_vectors(const TapConv& conv) {
  const auto better = [](std::size_t vectors, std::size_t other) { return vectors < 8 && other >= 16; };
  if (conv.small_first) {
    return better(conv.large_channels, conv.small_channels) ? Direction::to_small : Direction::to_large;
  }
  return better(conv.small_channels, conv.large_channels) ? Direction::to_large : Direction::to_small;
}

/// gradient += sums (taps of the phase, input channels, output channels).
void add_sums(const Meeting& meeting, const float* sums, float* gradient) {
  const ConvPass& pass = meeting.pass;
  const std::size_t inputs = pass.input_channels(), outputs = pass.output_channels(),
                    input_step = pass.outputs_adjacent() ? outputs : 1, output_step = pass.weight_stride();
  for (std::size_t tap = 0; tap < meeting.taps(); ++tap) {
    float* to = gradient + meeting.window_position(tap) * inputs * outputs;
    for (std::size_t input = 0; input < inputs; ++input, sums += outputs) {
      for (std::size_t output = 0; output < outputs; ++output) {
        to[input * input_step + output * output_step] += sums[output];
      }
    }
  }
}

}  // namespace

void add_kernel_gradient(const TapConv& conv, const float* large, const float* small, float* gradient) {
  struct Sums;
  const ConvPass pass{conv, towards_vectors(conv)};
  const float *input = pass.to_small() ? large : small, *output = pass.to_small() ? small : large;
  if (const WinogradTransforms* transforms = winograd_gradient_transforms(pass)) {
    return add_winograd_gradient(pass, *transforms, input, output, gradient);
  }
  for (int i = 0; i < phase_count(conv.rows, pass.direction); ++i) {
    for (int j = 0; j < phase_count(conv.columns, pass.direction); ++j) {
      const Meeting meeting{pass, phase_of(conv.rows, pass.direction, i),
                            phase_of(conv.columns, pass.direction, j),
                            pass.input_channels() < 8 || !pass.outputs_adjacent()};
      if (meeting.taps() == 0 || meeting.pixels() == 0) continue;
      if (pass.outputs_adjacent() && !meeting.patches) {
        add_meeting(meeting, input, output, gradient);
        continue;
      }
      const std::size_t size = meeting.matrix_rows() * pass.output_channels();
      float* sums = scratch<Sums>(size);
      std::fill_n(sums, size, 0.0f);
      add_meeting(meeting, input, output, sums);
      add_sums(meeting, sums, gradient);
    }
  }
}

}  // namespace keratin::kernels
