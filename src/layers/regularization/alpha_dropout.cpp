#include "keratin/layers/regularization/alpha_dropout.hpp"

#include <cmath>

#include "kernels/noise.hpp"
#include "layers/described.hpp"
#include "random/stateless.hpp"

namespace keratin::layers {

namespace {

constexpr double lowest = -1.6732632423543772848170429916717 * 1.0507009873554804934193349852946;

}  // namespace

AlphaDropout::AlphaDropout(double rate, const AlphaDropoutOptions& options)
    : Described("AlphaDropout", {rate}, options), rate_(rate) {
  check_share_below_one("rate", rate);
  set_noise_shape(options.noise_shape);
  const double scale = 1.0 / std::sqrt((1.0 - rate) * (1.0 + rate * lowest * lowest));
  scale_ = static_cast<float>(scale);
  shift_ = static_cast<float>(-scale * lowest * rate);
  if (rate > 0.0) start_drawing(options.seed);
}

void AlphaDropout::draw(const random::StatelessSeed& seed, std::size_t begin, std::size_t count,
                        float* out) const {
  random::dropout_mask(seed, rate_, begin, count, out);
  for (std::size_t i = 0; i < count; ++i) out[i] = out[i] == 0.0f ? 0.0f : scale_;
}

View AlphaDropout::forward(View x, Tape& tape) const {
  if (!draws(tape)) return x;
  const Buffer factors = noise(x.shape(), tape), y = tape.allocate(x.shape());
  const float dropped = scale_ * static_cast<float>(lowest) + shift_;
  kernels::apply_mask(x.size(), factors.data(), shift_, dropped, x.data(), y.data());
  tape.save(*this, {factors});
  return y;
}

template <class Fields>
void list_fields(Fields& fields, double& rate, AlphaDropoutOptions& options) {
  fields.required("rate", rate);
  fields("noise_shape", options.noise_shape);
  fields("seed", options.seed);
}

template class Described<AlphaDropout, RandomLayer, AlphaDropoutOptions, double>;

}  // namespace keratin::layers
