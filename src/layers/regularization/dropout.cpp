#include "keratin/layers/regularization/dropout.hpp"

#include "layers/described.hpp"
#include "random/stateless.hpp"

namespace keratin::layers {

Dropout::Dropout(double rate, const DropoutOptions& options)
    : Described("Dropout", {rate}, options), rate_(rate) {
  check_share("rate", rate);
  set_noise_shape(options.noise_shape);
  if (rate > 0.0) start_drawing(options.seed);
}

void Dropout::draw(const random::StatelessSeed& seed, std::size_t begin, std::size_t count,
                   float* out) const {
  random::dropout_mask(seed, rate_, begin, count, out);
}

template <class Fields>
void list_fields(Fields& fields, double& rate, DropoutOptions& options) {
  fields.required("rate", rate);
  fields("noise_shape", options.noise_shape);
  fields("seed", options.seed);
}

template class Described<Dropout, RandomLayer, DropoutOptions, double>;

}  // namespace keratin::layers
