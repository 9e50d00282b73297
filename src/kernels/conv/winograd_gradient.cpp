#include <cmath>

#include "kernels/conv/conv_methods.hpp"
#include "kernels/conv/panels.hpp"
#include "kernels/conv/winograd_tiling.hpp"
#include "kernels/parallel.hpp"
#include "kernels/scratch.hpp"

namespace keratin::kernels {

namespace {

constexpr std::size_t gradient_tiles = 42;

/// Panels whose sums stay in the second-level cache together.
std::size_t panels_in_the_cache(const Tiling& tiling) {
  constexpr auto cache = std::size_t{300} * 1024;
  const Panels panels{tiling.pass.input_channels(), tiling.pass.output_channels()};
  const std::size_t one = tiling.elements() * panels.inner * panels.width(0);
  return std::clamp<std::size_t>(cache / one, 1, panels.count());
}

/// As many, and few enough to leave some for each thread.
std::size_t panels_in_a_share(const Tiling& tiling, std::size_t panels) {
  const std::size_t a_thread = tiling.phases() * panels / as_size(thread_count());
  return std::max<std::size_t>(1, std::min(panels_in_the_cache(tiling), a_thread));
}

/// One phase of the kernel and some panels of the output's channels: what one thread adds up.
class PhaseGradient {
 public:
  PhaseGradient(const Tiling& tiling, std::size_t phase, std::size_t first_panel, std::size_t end_panel)
      : tiling_(tiling),
        input_phase_(phase_offset(tiling, tiling.pass.to_small() ? phase : 0)),
        output_phase_(phase_offset(tiling, tiling.pass.to_small() ? 0 : phase)),
        phase_(phase_offset(tiling, phase)),
        first_channel_(panels_.first_channel(first_panel)),
        channels_(std::min(panels_.first_channel(end_panel), panels_.channels) - first_channel_),
        width_((channels_ + 2 * panels_.lanes - 1) / (2 * panels_.lanes) * 2 * panels_.lanes),
        inputs_(scratch<Inputs>(tiling.elements() * in_stride_)),
        outputs_(scratch<Outputs>(tiling.elements() * out_stride())),
        sums_(scratch<Sums>(tiling.elements() * sums_size())),
        zeros_(scratch<Zeros>(panels_.inner)) {
    std::fill_n(outputs_, tiling.elements() * out_stride(), 0.0f);
    std::fill_n(sums_, tiling.elements() * sums_size(), 0.0f);
    std::fill_n(zeros_, panels_.inner, 0.0f);
  }

  /// Adds the tiles [begin, begin + count).
  void add(std::size_t begin, std::size_t count, const float* input, const float* output) const {
    for (std::size_t tile = 0; tile < count; ++tile) transform(begin + tile, tile, input, output);
    for (std::size_t element = 0; element < tiling_.elements(); ++element) {
      for (std::size_t channel = 0; channel < width_; channel += 2 * panels_.lanes) {
        multiply(element, channel, count);
      }
    }
  }

  /// gradient += what the sums say.
  void finish(float* gradient) const {
    const std::size_t taps = tiling_.transforms.taps;
    struct Weights;
    float* weights = scratch<Weights>(taps * taps * width_);
    for (std::size_t input = 0; input < panels_.inner; ++input) {
      tiling_.transforms.weights_gradient(width_, sums_ + input * width_, sums_size(), weights);
      for (std::size_t tap = 0; tap < taps * taps; ++tap) {
        const float* place = phase_weights(tiling_, gradient, phase_, tap / taps, tap % taps, input);
        if (place == nullptr) continue;
        float* to = gradient + (place - gradient) + first_channel_;
        for (std::size_t channel = 0; channel < channels_; ++channel)
          to[channel] += weights[tap * width_ + channel];
      }
    }
  }

 private:
  struct Inputs;
  struct Outputs;
  struct Sums;
  struct Zeros;

  [[nodiscard]] std::size_t out_stride() const { return element_stride(gradient_tiles, width_); }
  [[nodiscard]] std::size_t sums_size() const { return panels_.inner * width_; }

  void transform(std::size_t tile, std::size_t place_in_part, const float* input, const float* output) const {
    const Tiling::Place place = tiling_.place(tile, output_phase_);
    const Square read = input_square(tiling_, place, input_phase_, 0, input, zeros_);
    tiling_.transforms.input({.channels = panels_.inner,
                              .elements = inputs_ + place_in_part * panels_.inner,
                              .stride = in_stride_,
                              .pixels = read.data()});
    const Square met =
        output_square(tiling_, place, output_phase_, const_cast<float*>(output) + first_channel_);
    tiling_.transforms.output_gradient({.channels = channels_,
                                        .elements = outputs_ + place_in_part * width_,
                                        .stride = out_stride(),
                                        .pixels = met.data()});
  }

  /// One element's products of all input channels and one panel.
  void multiply(std::size_t element, std::size_t channel, std::size_t tiles) const {
    const Blocks blocks{panels_.inner};
    for (std::size_t block = 0; block < blocks.count; ++block) {
      vector_kernels().add_outer_products(
          {.rows = blocks.size(block),
           .images = 1,
           .lines = 1,
           .places = tiles,
           .x = inputs_ + element * in_stride_ + blocks.begin(block),
           .x_image = 0,
           .x_line = 0,
           .x_step = panels_.inner,
           .y = outputs_ + element * out_stride() + channel,
           .y_image = 0,
           .y_line = 0,
           .y_step = width_,
           .channels = 2 * panels_.lanes,
           .sums = sums_ + element * sums_size() + blocks.begin(block) * width_ + channel,
           .sums_stride = width_});
    }
  }

  const Tiling& tiling_;
  PhaseOffset input_phase_, output_phase_, phase_;
  Panels panels_{tiling_.pass.input_channels(), tiling_.pass.output_channels()};
  std::size_t first_channel_, channels_, width_;
  std::size_t in_stride_ = element_stride(gradient_tiles, panels_.inner);
  float *inputs_, *outputs_, *sums_, *zeros_;
};

/// Estimates, in multiplications at full speed, of the time for all images.
double winograd_time(const ConvPass& pass, const WinogradForm& form) {
  constexpr double per_element = 8, per_sum = 30, products_take_longer = 1.2;
  const Tiling tiling{pass, form};
  const auto count = [](std::size_t n) { return static_cast<double>(n); };
  const double tiles = count(pass.slices_of_whole() * tiling.tiles_a_image()),
               elements = count(tiling.elements()), phases = count(tiling.phases()),
               inputs = count(pass.input_channels()), outputs = count(pass.output_channels());
  const double shares =
      std::ceil(outputs / (count(panels_in_the_cache(tiling)) * 2 * count(tiling.panels().lanes)));
  return phases * elements *
         (tiles * (inputs * outputs * products_take_longer + (shares * inputs + outputs) * per_element) +
          inputs * outputs * per_sum);
}

}  // namespace

const WinogradTransforms* winograd_gradient_transforms(const ConvPass& pass) {
  constexpr std::size_t least_channels = 16;
  if (!winograd() || !pass.outputs_adjacent()) return nullptr;
  if (std::min(pass.input_channels(), pass.output_channels()) < least_channels) return nullptr;
  const WinogradTransforms* fastest = nullptr;
  double least = static_cast<double>(pass.slices_of_whole()) * static_cast<double>(pass.multiplications());
  for (const std::size_t tile : {4u, 6u}) {
    const WinogradForm form{winograd_transforms(pass, tile), !pass.to_small()};
    if (form.transforms == nullptr) continue;
    if (const double time = winograd_time(pass, form); time < least) {
      least = time;
      fastest = form.transforms;
    }
  }
  return fastest;
}

void add_winograd_gradient(const ConvPass& pass, const WinogradTransforms& transforms, const float* input,
                           const float* output, float* gradient) {
  const WinogradForm form{&transforms, !pass.to_small()};
  const Tiling tiling{pass, form};
  const std::size_t panels = Panels{pass.input_channels(), pass.output_channels()}.count(),
                    part = panels_in_a_share(tiling, panels), parts = (panels + part - 1) / part,
                    tiles = pass.slices() * tiling.tiles_a_image();
  parallel_for(tiling.phases() * parts, pass.slices() * pass.multiplications(), [&](std::size_t item) {
    const std::size_t first = item % parts * part;
    const PhaseGradient sums(tiling, item / parts, first, std::min(first + part, panels));
    for (std::size_t tile = 0; tile < tiles; tile += gradient_tiles) {
      sums.add(tile, std::min(gradient_tiles, tiles - tile), input, output);
    }
    sums.finish(gradient);
  });
}

}  // namespace keratin::kernels
