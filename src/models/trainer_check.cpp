// Whether data fit what compile() was given.
#include <fmt/format.h>

#include "losses/weighing.hpp"
#include "models/model_layer.hpp"
#include "models/trainer.hpp"

namespace keratin {

void Trainer::check(const DataView& data, bool weighs_classes) const {
  for (std::size_t i = 0; i < outputs_.size(); ++i) {
    const View &x = data.x.front(), &y = data.y[i];
    if (y.shape().empty() || x.shape()[0] != y.shape()[0]) {
      model_.fail(fmt::format("x and y must hold the same number of samples, but received shapes {} and {}.",
                              to_string(x.shape()), to_string(y.shape())));
    }
    const losses::Loss* loss = outputs_[i].loss.get();
    if (loss != nullptr) {
      loss->check(y.shape(), data.outputs[i]);
      loss->check_values(y, data.outputs[i]);
    }
    check_weights(data, i);
    if (loss == nullptr) continue;
    const Shape entries = loss->output_shape(data.outputs[i]);
    if (weighs_classes && entries.element_count() != data.count()) {
      model_.fail(fmt::format(
          "class_weight needs one loss for each sample, but the losses are of shape {}. Give sample_weight "
          "instead.",
          to_string(entries)));
    }
  }
}

void Trainer::check_weights(const DataView& data, std::size_t output) const {
  const View weights = data.weights_of(output);
  if (weights.shape().empty()) return;
  const losses::Loss* loss = outputs_[output].loss.get();
  Shape entries = loss != nullptr ? loss->output_shape(data.outputs[output]) : weights.shape();
  if (loss == nullptr) entries[0] = data.x.front().shape()[0];
  losses::check_sample_weight(outputs_.size() == 1
                                  ? model_.name()
                                  : fmt::format("{}, output \"{}\"", model_.name(), outputs_[output].name),
                              weights.shape(), entries);
}

void Trainer::check_metrics(const DataView& data) const {
  static_cast<void>(MetricResults(model_).metrics_for(data));
}

}  // namespace keratin
