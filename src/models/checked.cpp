#include "models/checked.hpp"

#include "layers/layer_access.hpp"
#include "models/sequential_layer.hpp"

namespace keratin {

Trainer& trainer_of(const SequentialLayer& model) {
  if (model.trainer == nullptr) model.fail("compile() the model before it is trained or evaluated.");
  return *model.trainer;
}

Samples checked(SequentialLayer& model, const Tensor& x, const Tensor& y, const SampleWeights& weights) {
  const Trainer& trainer = trainer_of(model);
  if (!model.built())
    trainer.check(model, {data_of(model, x), View(y), weights.view()}, weights.are_of_classes());
  const Samples data{inputs_of(model, x), View(y), weights.view()};
  trainer.check(model, data, weights.are_of_classes());
  return data;
}

Trainer::Metrics metrics_for(const SequentialLayer& model, const Samples& data) {
  return trainer_of(model).make_metrics(data.y.shape(), LayerAccess::output_shape(model, data.x.shape()));
}

}  // namespace keratin
