#include "layers/common/per_channel.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace keratin::layers {

void check_finite(const Layer& layer, const char* what, const PerChannel& numbers) {
  const std::vector<double>& values = numbers.values();
  if (!values.empty() && std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); }))
    return;
  layer.fail(fmt::format("{} must be a finite number or a list of them, one per channel, but received ({}).",
                         what, fmt::join(values, ", ")));
}

}  // namespace keratin::layers
