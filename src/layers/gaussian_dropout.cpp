#include "keratin/layers/gaussian_dropout.hpp"

#include <cmath>

#include "random/stateless.hpp"

namespace keratin::layers {

GaussianDropout::GaussianDropout(double rate, const GaussianDropoutOptions& options)
    : RandomLayer("GaussianDropout", options), rate_(rate), options_(options) {
  check_share_below_one("rate", rate);
  if (rate > 0.0) start_drawing(options.seed);
}

void GaussianDropout::draw(const random::StatelessSeed& seed, std::size_t begin, std::size_t count,
                           float* out) const {
  random::stateless_normal(seed, begin, count, out, 1.0f,
                           static_cast<float>(std::sqrt(rate_ / (1.0 - rate_))));
}

std::shared_ptr<Layer> GaussianDropout::clone() const {
  return std::make_shared<GaussianDropout>(rate_, own(options_));
}

}  // namespace keratin::layers
