#include "kernels/conv/tap_conv.hpp"

#include <atomic>

#include "kernels/conv/conv_methods.hpp"
#include "kernels/parallel.hpp"

namespace keratin::kernels {

namespace {

std::atomic<bool> winograd_allowed = true;

/// Few enough channels for their products with all taps to fill vectors better than they would themselves.
bool fits_shifted(const ConvPass& pass) {
  constexpr std::size_t few = 4, most_products = 1 << 20;
  const std::size_t products =
      pass.input_size() / pass.input_channels() * pass.conv.taps() * pass.output_channels();
  return pass.output_channels() <= few && pass.input_channels() >= 8 && pass.conv.taps() > 1 &&
         products <= most_products;
}

double direct_cost(const ConvPass& pass) {
  constexpr double per_weight = 12;
  return static_cast<double>(pass.conv.batch) * static_cast<double>(pass.multiplications()) +
         static_cast<double>(pass.conv.kernel_size()) * per_weight;
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

std::size_t ConvMethod::packed_size() const {
  if (kind_ == Kind::direct) return direct_packed_size(pass_);
  if (kind_ == Kind::shifted) return shifted_packed_size(pass_);
  return winograd_packed_size(pass_, winograd_form());
}

void ConvMethod::pack(const float* kernel, const float* bias, float* packed) const {
  if (kind_ == Kind::direct) return pack_direct(pass_, kernel, bias, packed);
  if (kind_ == Kind::shifted) return pack_shifted(pass_, kernel, bias, packed);
  pack_winograd(pass_, winograd_form(), kernel, bias, packed);
}

void ConvMethod::run(const float* packed, const float* input, Rectifier rectifier, float* output) const {
  if (kind_ == Kind::direct) return run_direct(pass_, packed, input, rectifier, output);
  if (kind_ == Kind::shifted) return run_shifted(pass_, packed, input, rectifier, output);
  run_winograd(pass_, winograd_form(), packed, input, rectifier, output);
}

WinogradForm ConvMethod::winograd_form() const {
  const std::size_t tile = kind() - static_cast<std::size_t>(Kind::winograd_4) + 4;
  return {winograd_transforms(pass_, tile), apart_};
}

}  // namespace keratin::kernels
