#include "kernels/tap_conv.hpp"

#include <atomic>

#include "kernels/direct_conv.hpp"
#include "kernels/parallel.hpp"
#include "kernels/shifted_conv.hpp"
#include "kernels/winograd_conv.hpp"

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

/// An estimate, in multiplications at full speed, of what Winograd's algorithm takes for all pictures: its
/// products, its transforms, and reading the packed kernel, which is read once a block of tiles.
double winograd_cost(const ConvPass& pass, const WinogradTransforms& transforms) {
  constexpr double per_element = 8, per_weight = 12;
  const double tiles = static_cast<double>(winograd_tiles(pass, transforms)),
               elements = static_cast<double>(transforms.tile * transforms.tile),
               phases = static_cast<double>(pass.conv.rows.stride) * pass.conv.columns.stride;
  const double inputs = static_cast<double>(pass.input_channels()) * (pass.to_small() ? phases : 1),
               outputs = static_cast<double>(pass.output_channels()) * (pass.to_small() ? 1 : phases);
  return tiles * static_cast<double>(winograd_multiplications(pass, transforms)) +
         tiles * elements * (inputs + outputs) * per_element +
         static_cast<double>(winograd_packed_size(pass, transforms)) * per_weight;
}

double direct_cost(const ConvPass& pass) {
  constexpr double per_weight = 12;
  return static_cast<double>(pass.conv.batch) * static_cast<double>(pass.multiplications()) +
         static_cast<double>(pass.conv.kernel_size()) * per_weight;
}

}  // namespace

void set_winograd(bool allowed) { winograd_allowed = allowed; }

bool winograd() { return winograd_allowed; }

ConvMethod::ConvMethod(const ConvPass& pass) : pass_(pass), kind_(Kind::direct) {
  if (fits_shifted(pass)) {
    kind_ = Kind::shifted;
    return;
  }
  constexpr std::size_t least_channels = 16;
  if (!winograd() || std::min(pass.input_channels(), pass.output_channels()) < least_channels) return;
  double least = direct_cost(pass);
  for (const auto& [kind, tile] : {std::pair{Kind::winograd_4, 4}, {Kind::winograd_6, 6}}) {
    const WinogradTransforms* transforms = winograd_transforms(pass, static_cast<std::size_t>(tile));
    if (transforms == nullptr) return;
    if (const double cost = winograd_cost(pass, *transforms); cost < least) {
      least = cost;
      kind_ = kind;
    }
  }
}

std::size_t ConvMethod::packed_size() const {
  switch (kind_) {
    case Kind::shifted:
      return shifted_packed_size(pass_);
    case Kind::winograd_4:
    case Kind::winograd_6:
      return winograd_packed_size(pass_, transforms());
    default:
      return direct_packed_size(pass_);
  }
}

void ConvMethod::pack(const float* kernel, const float* bias, float* packed) const {
  switch (kind_) {
    case Kind::shifted:
      return pack_shifted(pass_, kernel, bias, packed);
    case Kind::winograd_4:
    case Kind::winograd_6:
      return pack_winograd(pass_, transforms(), kernel, bias, packed);
    default:
      return pack_direct(pass_, kernel, bias, packed);
  }
}

void ConvMethod::run(const float* packed, const float* input, Rectifier rectifier, float* output) const {
  switch (kind_) {
    case Kind::shifted:
      return run_shifted(pass_, packed, input, rectifier, output);
    case Kind::winograd_4:
    case Kind::winograd_6:
      return run_winograd(pass_, transforms(), packed, input, rectifier, output);
    default:
      return run_direct(pass_, packed, input, rectifier, output);
  }
}

const WinogradTransforms& ConvMethod::transforms() const {
  return *winograd_transforms(pass_, kind_ == Kind::winograd_4 ? 4 : 6);
}

}  // namespace keratin::kernels
