#include "keratin/layers/preprocessing/rescaling.hpp"

#include <fmt/format.h>

#include "kernels/normalize.hpp"
#include "layers/common/per_channel.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

namespace {

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

template <class Fields>
void list_fields(Fields& fields, PerChannel& scale, RescalingOptions& options) {
  fields.required("scale", scale);
  fields("offset", options.offset);
}

template class Described<Rescaling, Layer, RescalingOptions, PerChannel>;

}  // namespace keratin::layers
