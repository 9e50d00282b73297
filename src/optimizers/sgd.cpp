#include "keratin/optimizers/sgd.hpp"

#include "kernels/update.hpp"

namespace keratin::optimizers {

SGD::SGD(const SGDOptions& options) : Optimizer("SGD", options), options_(options) {
  check_fraction("momentum", options.momentum);
}

std::vector<Slot> SGD::slots() const {
  if (options_.momentum == 0.0) return {};
  return {Slot{"momentum"}};
}

void SGD::update(std::size_t count, float* weights, const float* gradients, float* const* state,
                 const Update& update) const {
  if (options_.momentum == 0.0) {
    kernels::sgd(count, update.learning_rate, gradients, weights);
  } else {
    kernels::momentum(count, update.learning_rate, static_cast<float>(options_.momentum), options_.nesterov,
                      gradients, state[0], weights);
  }
}

std::shared_ptr<Optimizer> SGD::clone() const { return std::make_shared<SGD>(*this); }

}  // namespace keratin::optimizers
