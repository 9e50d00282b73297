#include "utils/interpolation.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "utils/lower_case.hpp"

namespace keratin::utils {

namespace {

using kernels::Interpolation;

constexpr std::array<std::pair<std::string_view, Interpolation>, 6> interpolations = {{
    {"nearest", Interpolation::nearest},
    {"bilinear", Interpolation::bilinear},
    {"bicubic", Interpolation::bicubic},
    {"lanczos3", Interpolation::lanczos3},
    {"lanczos5", Interpolation::lanczos5},
    {"area", Interpolation::area},
}};

}  // namespace

std::optional<Interpolation> find_interpolation(const std::string& name) {
  for (const auto& [known, interpolation] : interpolations) {
    if (lower_case(name) == known) return interpolation;
  }
  return {};
}

std::vector<std::string> interpolation_names() {
  std::vector<std::string> names;
  for (const auto& entry : interpolations) names.emplace_back(entry.first);
  return names;
}

}  // namespace keratin::utils
