// Whether data fit what compile() was given.
#include <fmt/format.h>

#include "losses/weighing.hpp"
#include "models/model_layer.hpp"
#include "models/trainer.hpp"

namespace keratin {

namespace {

/// Names the Dense layer that takes images where each sample has one target, as a sentence with a blank in
/// front; empty if there is none.
std::string missing_flatten(const ModelLayer& model, std::size_t output, const Shape& y_true,
                            const Shape& y_pred) {
  if (y_true.rank() > 2 || y_pred.rank() < 3) return {};
  const ModelLayer::Node* dense = nullptr;
  std::size_t value = model.outputs()[output];
  while (model.values()[value].node) {
    const ModelLayer::Node& node = model.nodes()[*model.values()[value].node];
    const bool is_dense = node.layer->class_name() == "Dense";
    const bool keeps_shape = node.layer->built() && model.input_shape_of(node) == model.output_shape_of(node);
    if (!node.is_single() || !(is_dense || keeps_shape)) break;
    if (is_dense) dense = &node;
    value = node.inputs.front();
  }
  if (dense == nullptr) return {};
  const Shape& input = model.input_shape_of(*dense);
  return fmt::format(" If each sample has one target, a Flatten() is missing before \"{}\" (Dense){}.",
                     dense->layer->name(),
                     input.empty() ? "" : ", whose input is of shape " + to_string(input));
}

}  // namespace

void Trainer::check(const DataView& data, bool weighs_classes) const {
  for (std::size_t i = 0; i < outputs_.size(); ++i) {
    const View &x = data.x.front(), &y = data.y[i];
    if (y.shape().empty() || x.shape()[0] != y.shape()[0]) {
      model_.fail(fmt::format("x and y must hold the same number of samples, but received shapes {} and {}.",
                              to_string(x.shape()), to_string(y.shape())));
    }
    const losses::Loss* loss = outputs_[i].loss.get();
    if (loss != nullptr) {
      try {
        loss->check(y.shape(), data.outputs[i]);
      } catch (const ValueError& error) {
        throw ValueError(error.what() + missing_flatten(model_, i, y.shape(), data.outputs[i]));
      }
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
