#include "models/checked.hpp"
#include "models/figures.hpp"
#include "models/options.hpp"
#include "models/sample_weights.hpp"
#include "models/sequential_layer.hpp"

namespace keratin {

Logs Sequential::train_on_batch(const Tensor& x, const Tensor& y, const TrainOnBatchOptions& options) {
  check_class_weight(options.class_weight);
  const SampleWeights weights(*model_, y, options.sample_weight, options.class_weight);
  const Samples batch = checked(*model_, x, y, weights);
  Figures figures(*model_);
  figures.add(trainer_of(*model_).train(*model_, batch, figures.metrics_for(batch)), batch.count());
  return figures.logs();
}

Logs Sequential::test_on_batch(const Tensor& x, const Tensor& y, const TestOnBatchOptions& options) const {
  const SampleWeights weights(*model_, y, options.sample_weight);
  const Samples batch = checked(*model_, x, y, weights);
  Figures figures(*model_);
  figures.add(trainer_of(*model_).test(*model_, batch, figures.metrics_for(batch)), batch.count());
  return figures.logs();
}

}  // namespace keratin
