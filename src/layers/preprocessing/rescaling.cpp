#include "keratin/layers/preprocessing/rescaling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kernels/normalize.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

namespace {

void check_finite(const Layer& layer, const char* what, const PerChannel& numbers) {
  const std::vector<double>& values = numbers.values();
  if (!values.empty() && std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); }))
    return;
  layer.fail(fmt::format("{} must be a finite number or a list of them, one per channel, but received ({}).",
                         what, fmt::join(values, ", ")));
}

/// A number for each of `channels`.
Buffer spread(const PerChannel& numbers, int channels, Tape& tape) {
  const std::vector<double>& values = numbers.values();
  const Buffer spread = tape.allocate({channels});
  for (std::size_t c = 0; c < spread.size(); ++c)
    spread.data()[c] = static_cast<float>(values[values.size() == 1 ? 0 : c]);
  return spread;
}

View scaled(View x, const PerChannel& scale, const PerChannel& offset, Tape& tape) {
  const int channels = x.shape().back();
  const Buffer factors = spread(scale, channels, tape), shifts = spread(offset, channels, tape);
  const Buffer y = tape.allocate(x.shape());
  // NOLINTNEXTLINE(clang-analyzer-core.DivideZero): there is a channel at least
  kernels::scale_and_shift({.outer = x.size() / factors.size(), .channels = factors.size(), .inner = 1},
                           x.data(), factors.data(), shifts.data(), y.data());
  return y;
}

}  // namespace

Rescaling::Rescaling(const PerChannel& scale, const RescalingOptions& options)
    : Described("Rescaling", {scale}, options), scale_(scale) {
  check_finite(*this, "scale", scale);
  check_finite(*this, "offset", options.offset);
  set_input_spec({.min_rank = 2});
}

void Rescaling::build(const Shape& input_shape) {
  InputSpec spec{.min_rank = 2};
  for (const auto& [what, numbers] : {std::pair{"scale", scale_}, std::pair{"offset", options_.offset}}) {
    const std::size_t count = numbers.values().size();
    if (count == 1) continue;
    const auto channels = static_cast<int>(count);
    if (input_shape.back() != None && input_shape.back() != channels) {
      fail(fmt::format(
          "{} has {} numbers for an input of shape {}: give one number, or one for each of the last "
          "axis.",
          what, count, to_string(input_shape)));
    }
    spec.axes.emplace_back(-1, channels);
  }
  set_input_spec(spec);
}

View Rescaling::forward(View x, Tape& tape) const { return scaled(x, scale_, options_.offset, tape); }

View Rescaling::backward(View dy, Tape& tape) const { return scaled(dy, scale_, 0.0, tape); }

Config to_config(const PerChannel& value) {
  return value.values().size() == 1 ? Config(value.values().front()) : keratin::to_config(value.values());
}

void read_argument(std::string_view argument, const Config& config, PerChannel& value) {
  std::vector<double> values;
  keratin::read_argument(argument, config.as<Config::List>() != nullptr ? config : Config::List{config},
                         values);
  value = values;
}

template <class Fields>
void list_fields(Fields& fields, PerChannel& scale, RescalingOptions& options) {
  fields.required("scale", scale);
  fields("offset", options.offset);
}

template class Described<Rescaling, Layer, RescalingOptions, PerChannel>;

}  // namespace keratin::layers
