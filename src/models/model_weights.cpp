// The weights of a model's layers.
#include <unordered_set>
#include <utility>

#include "layers/layer_access.hpp"
#include "models/sequential_layer.hpp"

namespace keratin {

namespace {

/// The weights of a model's layers, each once; only the `updated` ones if so asked.
class Collector {
 public:
  explicit Collector(bool updated) : updated_(updated) {}

  std::vector<Weight*> collect(const SequentialLayer& model) && {
    add(model);
    return std::move(all_);
  }

 private:
  void add(const SequentialLayer& model) {
    if (updated_ && !model.trainable()) return;
    for (const SequentialLayer::Node& node : model.nodes()) {
      if (const auto* nested = dynamic_cast<const SequentialLayer*>(node.layer.get())) {
        add(*nested);
        continue;
      }
      for (Weight* weight : updated_ ? LayerAccess::updated_weights(*node.layer) : node.layer->weights()) {
        if (seen_.insert(weight).second) all_.push_back(weight);
      }
    }
  }

  bool updated_;
  std::vector<Weight*> all_;
  std::unordered_set<const Weight*> seen_;
};

}  // namespace

std::vector<Weight*> SequentialLayer::weights() const { return Collector(false).collect(*this); }

std::vector<Weight*> SequentialLayer::updated_weights() const { return Collector(true).collect(*this); }

}  // namespace keratin
