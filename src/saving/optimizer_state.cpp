#include "saving/optimizer_state.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/trainer.hpp"
#include "saving/legacy_weights.hpp"

namespace keratin::saving {

bool has_learning_rate(const optimizers::Optimizer& optimizer) {
  return optimizer.options().learning_rate.schedule() == nullptr;
}

void save_keras3_optimizer(const ModelLayer& model, Hdf5Writer& file) {
  if (model.trainer == nullptr) return;
  WeightUpdate& update = model.trainer->built_weight_update();
  const optimizers::Optimizer& optimizer = update.optimizer();
  file.add_group("optimizer/vars");
  file.add_text("optimizer/vars", "name", optimizer.name());
  int number = 0;
  const auto next = [&] { return fmt::format("optimizer/vars/{}", number++); };
  const auto add_number = [&](double value) {
    const auto narrow = static_cast<float>(value);
    file.add_array(next(), {}, &narrow);
  };
  file.add_integer(next(), optimizer.iterations());
  if (has_learning_rate(optimizer)) add_number(optimizer.learning_rate());
  if (optimizer.iterations() == 0) return;
  for (const StateArray& array : update.state_arrays())
    file.add_array(next(), array.weight->shape(), array.values);
  for (const double value : optimizer.numbers(update.updates())) add_number(value);
}

void save_legacy_optimizer(const ModelLayer& model, Hdf5Writer& file) {
  if (model.trainer == nullptr) return;
  WeightUpdate& update = model.trainer->built_weight_update();
  const optimizers::Optimizer& optimizer = update.optimizer();
  file.add_group(legacy_state_group);
  std::vector<std::string> names = {"iteration:0"};
  file.add_integer(fmt::format("{}/{}", legacy_state_group, names.back()), optimizer.iterations());
  if (optimizer.iterations() > 0) {
    for (const StateArray& array : update.state_arrays()) {
      const std::vector<Weight*>& weights = update.weights();
      const auto place = std::find(weights.begin(), weights.end(), array.weight) - weights.begin();
      names.push_back(
          fmt::format("{}/{}/{}/{}:0", optimizer.name(), array.slot, place, array.weight->name()));
      file.add_array(fmt::format("{}/{}", legacy_state_group, names.back()), array.weight->shape(),
                     array.values);
    }
  }
  save_list(file, legacy_state_group, "weight_names", names);
}

}  // namespace keratin::saving
