#include "kernels/conv/tap_conv.hpp"

#include <atomic>

#include "kernels/conv/conv_methods.hpp"
#include "kernels/parallel.hpp"

namespace keratin::kernels {

namespace {

std::atomic<bool> winograd_allowed = true;

/// Few enough channels for their products with all taps to fill vectors better than they would themselves,
/// and all of an image.
bool fits_shifted(const ConvPass& pass) {
  constexpr std::size_t few = 4, most_products = 1 << 20;
  const std::size_t products =
      pass.input_plane() / pass.input_channels() * pass.conv.plane_taps() * pass.output_channels();
  return pass.output_channels() <= few && pass.output_stride == pass.output_channels() &&
         pass.input_channels() >= 8 && pass.conv.plane_taps() > 1 && products <= most_products;
}

double direct_cost(const ConvPass& pass) {
  constexpr double per_weight = 12;
  return static_cast<double>(pass.slices_of_whole()) * static_cast<double>(pass.multiplications()) +
         static_cast<double>(as_size(pass.depth.taps) * pass.conv.kernel_plane()) * per_weight;
}

/// The image whose channels the vectors hold: the one that the kernel's last axis is of, unless it has few
/// and the other one has not.
Direction towards_vectors(const TapConv& conv) {
  const auto better = [](std::size_t vectors, std::size_t other) { return vectors < 8 && other >= 16; };
  if (conv.small_first) {
    return better(conv.large_channels, conv.small_channels) ? Direction::to_small : Direction::to_large;
  }
  return better(conv.small_channels, conv.large_channels) ? Direction::to_large : Direction::to_small;
}

}  // namespace

void set_winograd(bool allowed) { winograd_allowed = allowed; }

bool winograd() { return winograd_allowed; }

ConvMethod::ConvMethod(const ConvPass& pass, bool packs_each_time) : pass_(pass), kind_(Kind::direct) {
  if (fits_shifted(pass)) {
    kind_ = Kind::shifted;
    return;
  }
  constexpr std::size_t least_channels = 16;
  if (!winograd() || std::min(pass.input_channels(), pass.output_channels()) < least_channels) return;
  double least = direct_cost(pass);
  for (const std::size_t tile : {4u, 5u, 6u}) {
    for (const bool apart : {false, true}) {
      const WinogradForm form{winograd_transforms(pass, tile), apart};
      const bool takes_phases_apart = !pass.to_small() && pass.conv.rows.stride > 1;
      if (form.transforms == nullptr || (apart && !takes_phases_apart)) continue;
      if (const double cost = winograd_cost(pass, form, packs_each_time); cost < least) {
        least = cost;
        kind_ = static_cast<Kind>(static_cast<std::size_t>(Kind::winograd_4) + tile - 4);
        apart_ = apart;
      }
    }
  }
}

template <class Visit>
std::size_t ConvMethod::for_each_pass(const Visit& visit) const {
  constexpr std::size_t line = 16;  // floats of the cache's: each packed kernel begins with one
  const auto size_of = [this](const ConvPass& pass) {
    if (kind_ == Kind::direct) return direct_packed_size(pass);
    if (kind_ == Kind::shifted) return shifted_packed_size(pass);
    return winograd_packed_size(pass, winograd_form());
  };
  std::size_t begin = 0;
  for (int i = 0; i < phase_count(pass_.conv.depth, pass_.direction); ++i) {
    ConvPass pass = pass_;
    pass.depth = phase_of(pass_.conv.depth, pass_.direction, i);
    visit(pass, begin);
    begin += (size_of(pass) + line - 1) / line * line;
  }
  return begin;
}

std::size_t ConvMethod::packed_size() const {
  return for_each_pass([](const ConvPass&, std::size_t) {});
}

void ConvMethod::pack(const float* kernel, const float* bias, float* packed) const {
  for_each_pass([&](const ConvPass& pass, std::size_t begin) {
    if (kind_ == Kind::direct) return pack_direct(pass, kernel, bias, packed + begin);
    if (kind_ == Kind::shifted) return pack_shifted(pass, kernel, bias, packed + begin);
    pack_winograd(pass, winograd_form(), kernel, bias, packed + begin);
  });
}

void ConvMethod::run(const float* packed, const float* input, Epilogue epilogue, float* output) const {
  for_each_pass([&](const ConvPass& pass, std::size_t begin) {
    if (pass.depth.count == 0) return;
    if (kind_ == Kind::direct) return run_direct(pass, packed + begin, input, epilogue, output);
    if (kind_ == Kind::shifted) return run_shifted(pass, packed + begin, input, epilogue, output);
    run_winograd(pass, winograd_form(), packed + begin, input, epilogue, output);
  });
}

WinogradForm ConvMethod::winograd_form() const {
  const std::size_t tile = kind() - static_cast<std::size_t>(Kind::winograd_4) + 4;
  return {winograd_transforms(pass_, tile), apart_};
}

void add_kernel_gradient(const TapConv& conv, const float* large, const float* small, float* gradient) {
  for (int plane = 0; plane < conv.depth.window; ++plane, gradient += conv.kernel_plane()) {
    TapConv one = conv;
    one.depth.window = 1;
    one.depth.offset -= plane * one.depth.dilation;
    ConvPass pass{one, towards_vectors(one)};
    pass.depth = pass.depth.reading(pass.input_depth());
    if (pass.depth.count == 0) continue;
    const float *input = pass.to_small() ? large : small, *output = pass.to_small() ? small : large;
    if (const WinogradTransforms* transforms = winograd_gradient_transforms(pass)) {
      add_winograd_gradient(pass, *transforms, input, output, gradient);
    } else {
      add_direct_gradient(pass, input, output, gradient);
    }
  }
}

}  // namespace keratin::kernels
