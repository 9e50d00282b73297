// The weights of a model's layers.
#include <unordered_set>
#include <utility>

#include "layers/layer_access.hpp"
#include "models/model_layer.hpp"

namespace keratin {

namespace {

/// The weights of a model's layers, each once; only the `updated` ones if so asked.
class Collector {
 public:
  explicit Collector(bool updated) : updated_(updated) {}

  std::vector<Weight*> collect(const ModelLayer& model) && {
    add(model);
    return std::move(all_);
  }

 private:
  void add(const ModelLayer& model) {
    if (updated_ && !model.trainable()) return;
    for (const std::shared_ptr<Layer>& inner : model.layers()) {
      if (const auto* nested = dynamic_cast<const ModelLayer*>(inner.get())) {
        add(*nested);
        continue;
      }
      for (Weight* weight : updated_ ? LayerAccess::updated_weights(*inner) : inner->weights()) {
        if (seen_.insert(weight).second) all_.push_back(weight);
      }
    }
  }

  bool updated_;
  std::vector<Weight*> all_;
  std::unordered_set<const Weight*> seen_;
};

}  // namespace

std::vector<Weight*> ModelLayer::weights() const { return Collector(false).collect(*this); }

std::vector<Weight*> ModelLayer::updated_weights() const { return Collector(true).collect(*this); }

}  // namespace keratin
