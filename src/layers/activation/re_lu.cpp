#include "keratin/layers/activation/re_lu.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "keratin/fusion.hpp"
#include "kernels/rectify.hpp"
#include "layers/common/fused.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

namespace {

Fusion rectifying(double negative_slope) { return {.negative_slope = static_cast<float>(negative_slope)}; }

}  // namespace

ReLU::ReLU(const ReLUOptions& options) : Described("ReLU", {}, options) {
  const auto check = [this](const char* what, double value) {
    if (!(value >= 0.0) || std::isinf(value))
      fail(fmt::format("{} must be 0 or more and finite, but received {}.", what, value));
  };
  check("max_value", options.max_value.value_or(0.0));
  check("negative_slope", options.negative_slope);
  check("threshold", options.threshold);
}

ReLU::ReLU(double max_value, const ReLUOptions& options)
    : ReLU(options_with(&ReLUOptions::max_value, max_value, options)) {}

kernels::ClippedRectifier ReLU::clipped() const {
  const auto highest =
      static_cast<float>(options_.max_value.value_or(std::numeric_limits<double>::infinity()));
  // At the maximum TensorFlow's clip has a slope of 1, but its relu6, which Keras uses for 6, has 0.
  const bool relu6 = highest == 6.0f && options_.threshold == 0.0;
  return {static_cast<float>(options_.threshold), static_cast<float>(options_.negative_slope), highest,
          relu6 ? std::nextafter(highest, 0.0f) : highest};
}

View ReLU::forward(View x, Tape& tape) const {
  const Buffer y = tape.allocate(x.shape());
  if (clips()) {
    kernels::rectify_clipped(x.size(), clipped(), x.data(), y.data());
  } else {
    kernels::rectify(x.size(), rectifier_of(rectifying(options_.negative_slope)), x.data(), y.data());
  }
  tape.save(*this, {x});
  return y;
}

View ReLU::backward(View dy, Tape& tape) const {
  const auto [x] = tape.restore<1>(*this);
  const Buffer dx = tape.allocate(x.shape());
  if (clips()) {
    kernels::rectify_clipped_gradient(x.size(), clipped(), x.data(), dy.data(), dx.data());
  } else {
    kernels::rectify_gradient(x.size(), rectifier_of(rectifying(options_.negative_slope)), x.data(),
                              dy.data(), dx.data());
  }
  return dx;
}

bool ReLU::join_previous(Fusion& fusion, bool /*training*/) const {
  if (clips() || fusion.ends_with_rectifier()) return false;
  fusion.negative_slope = static_cast<float>(options_.negative_slope);
  return true;
}

template <class Fields>
void list_fields(Fields& fields, ReLUOptions& options) {
  fields("max_value", options.max_value);
  fields("negative_slope", options.negative_slope);
  fields("threshold", options.threshold);
}

template class Described<ReLU, Layer, ReLUOptions>;

}  // namespace keratin::layers
