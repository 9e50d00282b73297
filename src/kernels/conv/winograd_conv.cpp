#include "kernels/conv/conv_methods.hpp"
#include "kernels/conv/winograd_tiling.hpp"
#include "kernels/multiply.hpp"
#include "kernels/parallel.hpp"
#include "kernels/scratch.hpp"

namespace keratin::kernels {

namespace {

/// Some tiles and some panels of the output's channels, from the tiles' pixels to their outputs.
class TileRun {
 public:
  TileRun(const Tiling& tiling, Range tiles, Range panels)
      : tiling_(tiling),
        begin_(tiles.begin),
        tiles_(tiles.end - tiles.begin),
        range_(panels),
        first_channel_(panels_.first_channel(panels.begin)),
        channels_(std::min(panels_.first_channel(panels.end), panels_.channels) - first_channel_),
        inputs_(scratch<Inputs>(tiling.elements() * in_stride_)),
        outputs_(scratch<Outputs>(tiling.elements() * out_stride())),
        zeros_(scratch<Zeros>(tiling.pass.input_channels())) {
    std::fill_n(zeros_, tiling.pass.input_channels(), 0.0f);
  }

  void transform_inputs(PhaseOffset output_phase, const float* input) const {
    for (std::size_t tile = 0; tile < tiles_; ++tile) {
      const Tiling::Place place = tiling_.place(begin_ + tile, output_phase);
      float* elements = inputs_ + tile * panels_.inner;
      for (int tap = 0; tap < tiling_.pass.depth.taps; ++tap) {
        for (std::size_t phase = 0; phase < tiling_.input_phases(); ++phase) {
          const Square pixels =
              input_square(tiling_, place, phase_offset(tiling_, phase), tap, input, zeros_);
          tiling_.transforms.input({.channels = tiling_.pass.input_channels(),
                                    .elements = elements,
                                    .stride = in_stride_,
                                    .pixels = pixels.data()});
          elements += tiling_.pass.input_channels();
        }
      }
    }
  }

  void multiply(const float* packed) const {
    for (std::size_t element = 0; element < tiling_.elements(); ++element, packed += panels_.size()) {
      multiply_matrix_panels(tiles_, inputs_ + element * in_stride_, panels_, packed, range_, {},
                             outputs_ + element * out_stride() - first_channel_, channels_);
    }
  }

  void transform_outputs(PhaseOffset phase, const float* bias, Epilogue epilogue, float* output) const {
    for (std::size_t tile = 0; tile < tiles_; ++tile) {
      const Tiling::Place place = tiling_.place(begin_ + tile, phase);
      const Square pixels = output_square(tiling_, place, phase, output + first_channel_);
      tiling_.transforms.output({.channels = channels_,
                                 .elements = outputs_ + tile * channels_,
                                 .stride = out_stride(),
                                 .pixels = pixels.data(),
                                 .bias = bias + first_channel_,
                                 .epilogue = epilogue});
    }
  }

 private:
  struct Inputs;
  struct Outputs;
  struct Zeros;

  [[nodiscard]] std::size_t out_stride() const { return element_stride(tiles_, channels_); }

  const Tiling& tiling_;
  std::size_t begin_, tiles_;
  Panels panels_ = tiling_.panels();
  Range range_;
  std::size_t first_channel_, channels_;
  std::size_t in_stride_ = element_stride(tiles_, panels_.inner);
  float *inputs_, *outputs_, *zeros_;
};

void run_tiles(const Tiling& tiling, const float* packed, const float* input, Range tiles, Range panels,
               Epilogue epilogue, float* output) {
  const TileRun run(tiling, tiles, panels);
  const std::size_t phase_size = tiling.elements() * tiling.panels().size();
  const float* bias = packed + tiling.output_phases() * phase_size;
  for (std::size_t phase = 0; phase < tiling.output_phases(); ++phase) {
    const PhaseOffset offset = phase_offset(tiling, phase);
    if (phase == 0 || tiling.form.apart) run.transform_inputs(offset, input);
    run.multiply(packed + phase * phase_size);
    run.transform_outputs(offset, bias, epilogue, output);
  }
}

/// All taps of one input channel.
std::size_t taps_size(const Tiling& tiling, std::size_t width) {
  return tiling.transforms.taps * tiling.transforms.taps * width;
}

/// One panel of the taps of some input channels, in one phase of a kernel's plane: (channels, taps, width).
void pack_taps(const Tiling& tiling, const Panels& panels, std::size_t panel, const float* plane,
               PhaseOffset phase, Range inputs, float* weights) {
  const ConvPass& pass = tiling.pass;
  const std::size_t taps = tiling.transforms.taps, width = panels.width(panel),
                    distance = taps_size(tiling, width);
  for (std::size_t tap = 0; tap < taps * taps; ++tap) {
    float* to = weights + tap * width;
    if (const float* from = phase_weights(tiling, plane, phase, tap / taps, tap % taps, inputs.begin)) {
      pack_rows(panels, panel, {from, inputs.size(), pass.input_stride(), pass.weight_stride()}, to,
                distance);
    } else {
      for (std::size_t i = 0; i < inputs.size(); ++i) std::fill_n(to + i * distance, width, 0.0f);
    }
  }
}

/// One panel of all elements of one output phase.
void pack_panel(const Tiling& tiling, const Panels& panels, PhaseOffset output_phase, std::size_t panel,
                const float* kernel, float* packed) {
  constexpr std::size_t block = 16;
  const ConvPass& pass = tiling.pass;
  const std::size_t width = panels.width(panel), inputs = pass.input_channels();
  struct Taps;
  float* weights = scratch<Taps>(block * taps_size(tiling, width));
  for (std::size_t element = 0; element < tiling.elements(); ++element) {
    pack_row(panels, panel, nullptr, packed + element * panels.size());
  }
  float* row = packed + width;
  for (std::size_t plane = 0; plane < panels.inner / inputs; ++plane) {
    const float* from = pass.kernel_plane(kernel, static_cast<int>(plane / tiling.input_phases()));
    const PhaseOffset phase =
        pass.to_small() ? phase_offset(tiling, plane % tiling.input_phases()) : output_phase;
    for (std::size_t input = 0; input < inputs; input += block) {
      const std::size_t count = std::min(block, inputs - input);
      pack_taps(tiling, panels, panel, from, phase, {input, input + count}, weights);
      for (std::size_t i = 0; i < count; ++i, row += width)
        tiling.transforms.weights(width, weights + i * taps_size(tiling, width), row, panels.size());
    }
  }
}

/// Tiles whose elements stay in the second-level cache.
std::size_t tiles_in_a_part(const Tiling& tiling) {
  constexpr auto cache = std::size_t{400} * 1024;
  const Panels panels = tiling.panels();
  const std::size_t rows = vector_kernels().rows,
                    fitting = cache / (tiling.elements() * (panels.inner + panels.channels));
  return std::max<std::size_t>(1, fitting / rows) * rows;
}

}  // namespace

const WinogradTransforms* winograd_transforms(const ConvPass& pass, std::size_t tile) {
  const auto taps = [](const Axis& axis) { return (axis.window + axis.stride - 1) / axis.stride; };
  const int rows = taps(pass.conv.rows), columns = taps(pass.conv.columns);
  if (rows != columns || pass.conv.rows.dilation != 1 || pass.conv.columns.dilation != 1) return nullptr;
  for (const WinogradTransforms& transforms : vector_kernels().winograd) {
    if (transforms.tile == tile && transforms.taps == as_size(rows)) return &transforms;
  }
  return nullptr;
}

double winograd_cost(const ConvPass& pass, const WinogradForm& form, bool packs_each_time) {
  // Vectors of 16 numbers multiply twice as fast as those of 8; transforms, which load and store, do not.
  const double per_element = vector_kernels().lanes > 8 ? 14 : 8;
  const double per_weight = packs_each_time ? 45 : 12;
  const Tiling tiling{pass, form};
  const auto count = [](std::size_t n) { return static_cast<double>(n); };
  const double tiles = count(pass.slices_of_whole() * tiling.tiles_a_image()),
               elements = count(tiling.elements()),
               inputs = count(as_size(pass.depth.taps) * pass.input_channels()) *
                        count(form.apart ? tiling.output_phases() : tiling.input_phases()),
               outputs = count(pass.output_channels()) * count(tiling.output_phases());
  const double products = elements * count(as_size(pass.depth.taps) * tiling.phases() *
                                           pass.input_channels() * pass.output_channels());
  return tiles * (products + elements * (inputs + outputs) * per_element) + products * per_weight;
}

std::size_t winograd_packed_size(const ConvPass& pass, const WinogradForm& form) {
  const Tiling tiling{pass, form};
  return tiling.output_phases() * tiling.elements() * tiling.panels().size() + pass.output_channels();
}

void pack_winograd(const ConvPass& pass, const WinogradForm& form, const float* kernel, const float* bias,
                   float* packed) {
  const Tiling tiling{pass, form};
  const Panels panels = tiling.panels();
  const std::size_t phase_size = tiling.elements() * panels.size();
  parallel_for(tiling.output_phases() * panels.count(),
               8 * tiling.elements() * panels.inner * panels.width(0), [&](std::size_t item) {
                 const std::size_t phase = item / panels.count(), panel = item % panels.count();
                 pack_panel(tiling, panels, phase_offset(tiling, phase), panel, kernel,
                            packed + phase * phase_size + panels.offset(panel));
               });
  float* packed_bias = packed + tiling.output_phases() * phase_size;
  for (std::size_t channel = 0; channel < panels.channels; ++channel) {
    packed_bias[channel] = bias == nullptr ? 0.0f : bias[channel];
  }
}

void run_winograd(const ConvPass& pass, const WinogradForm& form, const float* packed, const float* input,
                  Epilogue epilogue, float* output) {
  const Tiling tiling{pass, form};
  const std::size_t tiles = pass.slices() * tiling.tiles_a_image(), panels = tiling.panels().count(),
                    threads = as_size(thread_count()), most = tiles_in_a_part(tiling);
  // Few tiles: the threads share the kernel, which takes longer to read than the images take to transform.
  const bool few = tiles < 2 * threads * vector_kernels().rows;
  const std::size_t across = few ? std::min(panels, threads) : 1,
                    part = across == threads ? most : balanced_part(tiles, most),
                    parts = (tiles + part - 1) / part;
  parallel_for(parts * across, 2 * pass.slices() * pass.multiplications() / (parts * across),
               [&](std::size_t item) {
                 const std::size_t tile = item / across * part, panel = item % across;
                 run_tiles(tiling, packed, input, {tile, std::min(tile + part, tiles)},
                           {panels * panel / across, panels * (panel + 1) / across}, epilogue, output);
               });
}

}  // namespace keratin::kernels
