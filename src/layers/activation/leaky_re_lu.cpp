#include "keratin/layers/activation/leaky_re_lu.hpp"

#include <fmt/format.h>

#include <cmath>

#include "keratin/fusion.hpp"
#include "kernels/rectify.hpp"
#include "layers/common/fused.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

LeakyReLU::LeakyReLU(const LeakyReLUOptions& options) : Described("LeakyReLU", {}, options) {
  if (options.alpha && options.negative_slope != LeakyReLUOptions{}.negative_slope)
    fail("give either negative_slope or alpha, its name in Keras 2.");
  options_.negative_slope = options.alpha.value_or(options.negative_slope);
  if (!(options_.negative_slope >= 0.0) || std::isinf(options_.negative_slope)) {
    fail(fmt::format("negative_slope must be 0 or more and finite, but received {}.",
                     options_.negative_slope));
  }
}

LeakyReLU::LeakyReLU(double negative_slope, const LeakyReLUOptions& options)
    : LeakyReLU(options_with(&LeakyReLUOptions::negative_slope, negative_slope, options)) {}

View LeakyReLU::forward(View x, Tape& tape) const {
  const Buffer y = tape.allocate(x.shape());
  kernels::rectify(x.size(), rectifier_of({.negative_slope = static_cast<float>(options_.negative_slope)}),
                   x.data(), y.data());
  tape.save(*this, {x});
  return y;
}

View LeakyReLU::backward(View dy, Tape& tape) const {
  const auto [x] = tape.restore<1>(*this);
  const Buffer dx = tape.allocate(x.shape());
  kernels::rectify_gradient(x.size(),
                            rectifier_of({.negative_slope = static_cast<float>(options_.negative_slope)}),
                            x.data(), dy.data(), dx.data());
  return dx;
}

bool LeakyReLU::join_previous(Fusion& fusion, bool /*training*/) const {
  if (fusion.ends_with_rectifier()) return false;
  fusion.negative_slope = static_cast<float>(options_.negative_slope);
  return true;
}

template <class Fields>
void list_fields(Fields& fields, LeakyReLUOptions& options) {
  fields.renamed("alpha", "negative_slope");
  fields("negative_slope", options.negative_slope);
}

template class Described<LeakyReLU, Layer, LeakyReLUOptions>;

}  // namespace keratin::layers
