// What callbacks ask of a trainer.
#include <fmt/format.h>

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

void Trainer::archive(const SequentialLayer& model, utils::StateArchive& archive) {
  fix_weights_once(model);
  update_.archive(archive);
}

}  // namespace keratin
