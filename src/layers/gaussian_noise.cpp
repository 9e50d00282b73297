#include "keratin/layers/gaussian_noise.hpp"

#include "kernels/noise.hpp"
#include "layers/common/layer_config.hpp"
#include "random/stateless.hpp"

namespace keratin::layers {

GaussianNoise::GaussianNoise(double stddev, const GaussianNoiseOptions& options)
    : RandomLayer("GaussianNoise", options), stddev_(stddev), options_(options) {
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

std::shared_ptr<Layer> GaussianNoise::clone() const {
  return std::make_shared<GaussianNoise>(stddev_, own(options_));
}

template <class Fields>
void list_fields(Fields& fields, GaussianNoiseOptions& options) {
  fields("seed", options.seed);
}

Config GaussianNoise::get_config() const {
  Config config = Layer::get_config();
  config.set("stddev", to_config(stddev_));
  return write_config(std::move(config), options_);
}

std::shared_ptr<Layer> GaussianNoise::from_config(const Config& config) {
  LayerConfigReader reader(config);
  const auto stddev = reader.required<double>("stddev");
  return std::make_shared<GaussianNoise>(stddev, reader.options<GaussianNoiseOptions>());
}

}  // namespace keratin::layers
