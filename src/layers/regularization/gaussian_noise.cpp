#include "keratin/layers/regularization/gaussian_noise.hpp"

#include "kernels/noise.hpp"
#include "layers/described.hpp"
#include "random/stateless.hpp"

namespace keratin::layers {

GaussianNoise::GaussianNoise(double stddev, const GaussianNoiseOptions& options)
    : Described("GaussianNoise", {stddev}, options), stddev_(stddev) {
  check_share("stddev", stddev);
  if (stddev > 0.0) start_drawing(options.seed);
}

void GaussianNoise::draw(const random::StatelessSeed& seed, std::size_t begin, std::size_t count,
                         float* out) const {
  random::stateless_normal(seed, begin, count, out, 0.0f, static_cast<float>(stddev_));
}

View GaussianNoise::forward(View x, Tape& tape) const {
  if (!draws(tape)) return x;
  const Buffer added = noise(x.shape(), tape), y = tape.allocate(x.shape());
  kernels::add_noise(x.size(), added.data(), x.data(), y.data());
  return y;
}

View GaussianNoise::backward(View dy, Tape& /*tape*/) const { return dy; }

template <class Fields>
void list_fields(Fields& fields, double& stddev, GaussianNoiseOptions& options) {
  fields.required("stddev", stddev);
  fields("seed", options.seed);
}

template class Described<GaussianNoise, RandomLayer, GaussianNoiseOptions, double>;

}  // namespace keratin::layers
