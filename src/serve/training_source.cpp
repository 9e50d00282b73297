#include "serve/training_source.hpp"

#include <algorithm>

#include "engine/weight_change.hpp"
#include "models/model_layer.hpp"
#include "random/generators.hpp"

namespace keratin::serving {

namespace {

Model clone_of(const Model& model) {
  const random::WithoutSeeds without_seeds;  // the training draws the numbers that it would draw alone
  return clone_model(model);
}

}  // namespace

TrainingSource::TrainingSource(const Model& model) : model_(model) {
  layer_of(model).require_built();
  layers_ = model.layers();
  weights_ = layer_of(model).weights();
  versions_.resize(weights_.size());
  served_ = std::make_shared<ServedModel>(clone_of(model), Ranges());
  copy_weights(*served_);
  served_->loaded = 1;
}

std::shared_ptr<ServedModel> TrainingSource::current() {
  const auto is_copied = [](const Weight* weight, std::uint64_t version) {
    return weight->version() == version;
  };
  if (std::equal(weights_.begin(), weights_.end(), versions_.begin(), is_copied)) return served_;
  if (served_.use_count() > 1) {  // a request is worked on with the weights as they were
    const std::uint64_t loaded = served_->loaded;
    served_ = std::make_shared<ServedModel>(clone_of(served_->model()), Ranges());
    served_->loaded = loaded;
    versions_.assign(versions_.size(), 0);
  }
  copy_weights(*served_);
  return served_;
}

void TrainingSource::copy_weights(ServedModel& served) {
  const std::vector<Weight*> copies = layer_of(served.model()).weights();
  const WeightReading reading(cancelled_);
  if (!reading.is_granted()) return;
  bool is_changed = false;
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    const std::uint64_t version = weights_[i]->version();
    if (std::exchange(versions_[i], version) == version) continue;
    copies[i]->assign(weights_[i]->value());
    is_changed = true;
  }
  if (!is_changed) return;
  ++served.loaded;
  served.weights_changed();
}

}  // namespace keratin::serving
