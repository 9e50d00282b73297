// A model that is called, as in `generator(noise, {.training = true})`.
#include <algorithm>

#include "layers/layer_access.hpp"
#include "models/batch_source.hpp"
#include "models/sequential_layer.hpp"

namespace keratin {

Tensor Sequential::operator()(const Tensor& x, const CallOptions& options) {
  if (!options.training) return predict_on_batch(x);
  const View inputs = inputs_of(*model_, x);
  Gradients moved;  // averages, but nothing that a gradient would change
  for (const Weight* weight : LayerAccess::updated_weights(*model_)) {
    if (!weight->trainable()) moved.try_emplace(weight);
  }
  const TapePool::Lease lease(model_->tapes());
  (*lease).begin_training(moved);
  const View y = model_->forward(inputs, *lease);
  Tensor outputs = empty_tensor(y.shape());
  std::copy_n(y.data(), y.size(), outputs.data());
  (*lease).begin_inference();
  return outputs;
}

}  // namespace keratin
