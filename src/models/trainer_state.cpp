// What callbacks and files ask of a trainer.
#include <fmt/format.h>

#include <algorithm>

#include "models/sequential_layer.hpp"
#include "models/trainer.hpp"

namespace keratin {

std::optional<bool> Trainer::metric_rises(const std::string& name) const {
  for (const auto* identifiers : {&metrics_, &weighted_metrics_}) {
    for (const Identifier<metrics::Metric>& identifier : *identifiers) {
      const auto metric = metrics::check(identifier);
      if (metric->name() == name) return metric->rises();
    }
  }
  return {};
}

std::string Trainer::description() const {
  const optimizers::Optimizer& optimizer = update_.optimizer();
  std::string text = fmt::format("optimizer {}, loss {}", optimizer.name(), loss_->name());
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
