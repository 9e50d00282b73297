#include "keratin/layers/regularization/gaussian_dropout.hpp"

#include <cmath>

#include "layers/described.hpp"
#include "random/stateless.hpp"

namespace keratin::layers {

GaussianDropout::GaussianDropout(double rate, const GaussianDropoutOptions& options)
    : Described("GaussianDropout", {rate}, options), rate_(rate) {
  check_share_below_one("rate", rate);
  if (rate > 0.0) start_drawing(options.seed);
}

void GaussianDropout::draw(const random::StatelessSeed& seed, std::size_t begin, std::size_t count,
                           float* out) const {
  random::stateless_normal(seed, begin, count, out, 1.0f,
                           static_cast<float>(std::sqrt(rate_ / (1.0 - rate_))));
}

template <class Fields>
void list_fields(Fields& fields, double& rate, GaussianDropoutOptions& options) {
  fields.required("rate", rate);
  fields("seed", options.seed);
}

template class Described<GaussianDropout, RandomLayer, GaussianDropoutOptions, double>;

}  // namespace keratin::layers
