// What callbacks and files ask of a trainer.
#include <fmt/format.h>

#include <algorithm>

#include "models/model_layer.hpp"
#include "models/trainer.hpp"

namespace keratin {

std::vector<Trainer::NamedMetric> Trainer::named_metrics() const {
  std::vector<NamedMetric> named;
  for (const TrainedOutput& output : outputs_) {
    const std::string prefix = output.name.empty() ? "" : output.name + "_";
    for (const auto* identifiers : {&output.metrics, &output.weighted_metrics}) {
      for (const Identifier<metrics::Metric>& identifier : *identifiers) {
        const auto metric = metrics::check(identifier);
        named.push_back({prefix + metric->name(), metric->rises()});
      }
    }
  }
  return named;
}

std::string Trainer::description() const {
  const optimizers::Optimizer& optimizer = update_.optimizer();
  std::string text = fmt::format("optimizer {}", optimizer.name());
  for (const TrainedOutput& output : outputs_)
    text += fmt::format(", loss {}", output.loss == nullptr ? "none" : output.loss->name());
  for (const optimizers::Slot& slot : optimizer.slots()) text += fmt::format(", {}", slot.name);
  return text;
}

WeightUpdate& Trainer::built_weight_update() {
  fix_weights_once();
  return update_;
}

bool Trainer::trains(const Layer& layer) const { return trained_.contains(&layer); }

void Trainer::archive(utils::StateArchive& archive) {
  fix_weights_once();
  update_.archive(archive);
}

}  // namespace keratin
