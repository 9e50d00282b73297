#include "keratin/models/gan_utils.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "keratin/error.hpp"
#include "keratin/random.hpp"
#include "random/generators.hpp"

namespace keratin::utils {

namespace {

void check_positive(const char* function, const char* argument, int value) {
  if (value > 0) return;
  throw ValueError(
      fmt::format("{}(): `{}` must be positive. Received: {}={}", function, argument, argument, value));
}

std::size_t sample_size(const Tensor& samples) { return samples.size() / samples.shape(0); }

/// y + shift + width · a uniform number, in double as NumPy computes it.
Tensor plus_uniform(const Tensor& y, double shift, double width) {
  Tensor labels = y;
  random::Generators& all = random::generators();
  const std::lock_guard lock(all.mutex);
  for (float& label : labels) {
    const double shifted = static_cast<double>(label) + shift;
    label = static_cast<float>(shifted + all.numpy.uniform() * width);
  }
  return labels;
}

}  // namespace

Data generate_real_samples(const Tensor& dataset, int n) {
  check_positive("generate_real_samples", "n", n);
  if (dataset.dimension() == 0 || dataset.size() == 0) {
    throw ValueError(fmt::format(
        "generate_real_samples() draws from a dataset (samples, …). Received an array of shape {}",
        to_string(shape_of(dataset))));
  }
  Shape shape = shape_of(dataset);
  const xt::xarray<int> drawn = random::randint(0, shape[0], {n});
  shape[0] = n;
  Data real{empty_tensor(shape), xt::ones<float>({n, 1})};
  const std::size_t size = sample_size(dataset);
  float* target = real.x.data();
  for (int index : drawn)
    target = std::copy_n(dataset.data() + static_cast<std::size_t>(index) * size, size, target);
  return real;
}

Tensor generate_latent_points(int latent_dim, int n) {
  check_positive("generate_latent_points", "latent_dim", latent_dim);
  check_positive("generate_latent_points", "n", n);
  return random::randn({n, latent_dim});
}

Data generate_fake_samples(const Model& generator, int latent_dim, int n) {
  return {generator.predict(generate_latent_points(latent_dim, n)), xt::zeros<float>({n, 1})};
}

Tensor smooth_positive_labels(const Tensor& y) { return plus_uniform(y, -0.3, 0.5); }

Tensor smooth_negative_labels(const Tensor& y) { return plus_uniform(y, 0.0, 0.3); }

Tensor noisy_labels(const Tensor& y, double p_flip) {
  if (!(p_flip >= 0.0 && p_flip <= 1.0))
    throw ValueError(
        fmt::format("noisy_labels(): `p_flip` must be from 0 to 1. Received: p_flip={}", p_flip));
  if (y.dimension() == 0 || y.size() == 0) {
    throw ValueError(fmt::format("noisy_labels() expects labels (samples, …). Received an array of shape {}",
                                 to_string(shape_of(y))));
  }
  const int samples = shape_of(y)[0];
  Tensor labels = y;
  const std::size_t size = sample_size(y);
  for (int index : random::choice(samples, {static_cast<int>(p_flip * samples)})) {
    const std::size_t begin = static_cast<std::size_t>(index) * size;
    std::transform(y.data() + begin, y.data() + begin + size, labels.data() + begin,
                   [](float label) { return 1.0f - label; });
  }
  return labels;
}

}  // namespace keratin::utils
