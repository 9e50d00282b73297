#include "keratin/optimizers.hpp"
#include "kernels/update.hpp"
#include "optimizers/checks.hpp"

namespace keratin::optimizers {

SGD::SGD(const SGDOptions& options) : Optimizer(options.learning_rate), options_(options) {
  check_fraction("SGD", "momentum", options.momentum);
}

std::vector<Slot> SGD::slots() const {
  if (options_.momentum == 0.0) return {};
  return {Slot{"momentum"}};
}

void SGD::update(std::size_t count, float* weights, const float* gradients, float* const* state,
                 std::int64_t /*iteration*/) const {
  const auto rate = static_cast<float>(learning_rate());
  if (options_.momentum == 0.0) {
    kernels::sgd(count, rate, gradients, weights);
  } else {
    kernels::momentum(count, rate, static_cast<float>(options_.momentum), options_.nesterov, gradients,
                      state[0], weights);
  }
}

std::shared_ptr<Optimizer> SGD::clone() const { return std::make_shared<SGD>(*this); }

}  // namespace keratin::optimizers
