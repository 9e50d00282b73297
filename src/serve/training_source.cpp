#include "serve/training_source.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "engine/weight_change.hpp"
#include "keratin/layers/core/wrapper.hpp"
#include "models/model_layer.hpp"
#include "random/generators.hpp"

namespace keratin::serving {

namespace {

Model clone_of(const Model& model) {
  const random::WithoutSeeds without_seeds;  // the training draws the numbers that it would draw alone
  return clone_model(model);
}

void add_layers(const ModelLayer& model, std::vector<std::shared_ptr<Layer>>& layers) {
  for (const std::shared_ptr<Layer>& layer : model.layers()) {
    layers.push_back(layer);
    if (const auto* nested = dynamic_cast<const ModelLayer*>(&layers::innermost(*layer)))
      add_layers(*nested, layers);
  }
}

}  // namespace

TrainingSource::TrainingSource(const Model& model) : model_(model) {
  layer_of(model).require_built();
  add_layers(layer_of(model), layers_);
  weights_ = layer_of(model).weights();
  versions_.resize(weights_.size());
  served_ = std::make_shared<ServedModel>(clone_of(model), Ranges());
  const WeightReading reading(cancelled_);
  copy_weights(*served_, true);
  served_->loaded = 1;
}

bool TrainingSource::is_copied() const {
  return std::equal(weights_.begin(), weights_.end(), versions_.begin(),
                    [](const Weight* weight, std::uint64_t version) { return weight->version() == version; });
}

std::uint64_t TrainingSource::loaded() { return served_->loaded + (is_copied() ? 0 : 1); }

std::shared_ptr<ServedModel> TrainingSource::current() {
  constexpr auto longest = std::chrono::seconds(1);
  if (is_copied()) return served_;
  const bool is_used = served_.use_count() > 1;  // a request is worked on with the weights as they were
  if (is_used && spare_ == nullptr)
    spare_ = std::make_shared<ServedModel>(clone_of(served_->model()), Ranges());
  const WeightReading reading(cancelled_, longest);
  if (!reading.is_granted()) return served_;
  if (is_used) {
    spare_->loaded = served_->loaded;
    copy_weights(*spare_, true);
    served_ = std::exchange(spare_, nullptr);
  } else {
    copy_weights(*served_, false);
  }
  return served_;
}

void TrainingSource::copy_weights(ServedModel& served, bool all) {
  const std::vector<Weight*> copies = layer_of(served.model()).weights();
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    const std::uint64_t version = weights_[i]->version();
    if (!all && versions_[i] == version) continue;
    copies[i]->assign(weights_[i]->value());
    versions_[i] = version;
  }
  ++served.loaded;
  served.weights_changed();
}

}  // namespace keratin::serving
