// What a model does with one batch: it is called, trains on it or is tested on it.
#include <algorithm>

#include "distribution/process.hpp"
#include "engine/weight_change.hpp"
#include "layers/layer_access.hpp"
#include "models/inputs.hpp"
#include "models/model_layer.hpp"
#include "models/trainer.hpp"

namespace keratin {

using distribution::together;

Tensor Model::operator()(const Arrays& x, const CallOptions& options) {
  if (!options.training) return predict_on_batch(x);
  return together([&] {
    require_one_output(*model_);
    const Views inputs = prepare(*model_, x).x;
    Gradients moved;  // averages, but nothing that a gradient would change
    for (const Weight* weight : LayerAccess::updated_weights(*model_)) {
      if (!weight->trainable()) moved.try_emplace(weight);
    }
    const WeightChange change;
    const TapePool::Lease lease(model_->tapes());
    (*lease).begin_training(moved);
    Views y(model_->outputs().size());
    model_->forward_all(inputs, y, *lease);
    Tensor outputs = empty_tensor(y[0].shape());
    std::copy_n(y[0].data(), y[0].size(), outputs.data());
    (*lease).begin_inference();
    distribution::wait_for_all();  // so that an error in one of them ends this call
    return outputs;
  });
}

Logs Model::train_on_batch(const Arrays& x, const Arrays& y, const TrainOnBatchOptions& options) {
  return together([&] {
    check_class_weight(options.class_weight);
    const SampleWeights weights(*model_, y, options.sample_weight, options.sample_weights,
                                options.class_weight);
    return trainer_of(*model_).on_batch(&Trainer::train, prepare(*model_, x, y, weights));
  });
}

Logs Model::test_on_batch(const Arrays& x, const Arrays& y, const TestOnBatchOptions& options) const {
  return together([&] {
    const SampleWeights weights(*model_, y, options.sample_weight, options.sample_weights);
    return trainer_of(*model_).on_batch(&Trainer::test, prepare(*model_, x, y, weights));
  });
}

}  // namespace keratin
