#include "saving/keras3_weights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "keratin/utils/naming.hpp"

namespace keratin::saving {

namespace {

/// The weights that are kept in a layer's own group: those that train first. A model has none of its own.
std::vector<Weight*> own_weights(const Layer& layer) {
  if (dynamic_cast<const SequentialLayer*>(&layer) != nullptr) return {};
  std::vector<Weight*> weights = layer.weights();
  std::stable_partition(weights.begin(), weights.end(),
                        [](const Weight* weight) { return weight->trainable(); });
  return weights;
}

/// A model's layers and the names of their groups: `dense`, `dense_1`, ...
std::vector<std::pair<std::string, const Layer*>> named_layers(const SequentialLayer& model) {
  std::map<std::string, int> counts;
  std::vector<std::pair<std::string, const Layer*>> layers;
  for (const SequentialLayer::Node& node : model.nodes()) {
    const std::string name = utils::to_snake_case(node.layer->class_name());
    const int number = counts[name]++;
    layers.emplace_back(number == 0 ? name : fmt::format("{}_{}", name, number), node.layer.get());
  }
  return layers;
}

class Saver {
 public:
  explicit Saver(Hdf5Writer& file) : file_(file) {}

  /// Writes a layer into the group that `prefix` begins: "" or "layers/dense/".
  void save(const Layer& layer, const std::string& prefix) {
    if (!seen_.insert(&layer).second) return;
    const std::string vars = prefix + "vars";
    file_.add_group(vars);
    file_.add_text(vars, "name", layer.name());
    int number = 0;
    for (const Weight* weight : own_weights(layer)) {
      file_.add_array(fmt::format("{}/{}", vars, number++), weight->shape(), weight->data());
    }
    const auto* model = dynamic_cast<const SequentialLayer*>(&layer);
    if (model == nullptr) return;
    for (const auto& [name, child] : named_layers(*model))
      save(*child, fmt::format("{}layers/{}/", prefix, name));
  }

 private:
  Hdf5Writer& file_;
  std::set<const Layer*> seen_;  // a layer that is shared is kept where it comes first
};

class Loader {
 public:
  explicit Loader(StagedWeights& staged) : staged_(staged) {}

  /// Reads a layer from its group; nothing where the file has none.
  void load(const Layer& layer, const std::optional<Hdf5Group>& group) {
    if (!seen_.insert(&layer).second) return;
    load_own(layer, group);
    const auto* model = dynamic_cast<const SequentialLayer*>(&layer);
    if (model == nullptr) return;
    for (const auto& [name, child] : named_layers(*model)) load(*child, find_child(group, name));
  }

 private:
  static std::optional<Hdf5Group> find_child(const std::optional<Hdf5Group>& group, const std::string& name) {
    if (!group) return std::nullopt;
    for (const char* container : {"layers", "_layer_checkpoint_dependencies"}) {
      const std::optional<Hdf5Group> layers = group->find_group(container);
      if (!layers) continue;
      if (std::optional<Hdf5Group> child = layers->find_group(name)) return child;
    }
    return std::nullopt;
  }

  /// As in Keras, what follows the first weight of a layer that does not fit is passed over with it.
  void load_own(const Layer& layer, const std::optional<Hdf5Group>& group) {
    const std::vector<Weight*> weights = own_weights(layer);
    const std::optional<Hdf5Group> vars = group ? group->find_group("vars") : std::nullopt;
    const std::size_t received = vars ? vars->size() : 0;
    if (received != weights.size()) {
      staged_.mismatch(fmt::format("layer \"{}\" ({}) has {} weights ({}), but the file has {} for it{}",
                                   layer.name(), layer.class_name(), weights.size(), describe(weights),
                                   received, vars ? fmt::format(" in \"{}\"", vars->path()) : ""));
      return;
    }
    for (std::size_t i = 0; i < weights.size(); ++i) {
      if (!staged_.add(layer, weights[i], vars->array(std::to_string(i)))) return;
    }
  }

  StagedWeights& staged_;
  std::set<const Layer*> seen_;
};

}  // namespace

void save_keras3(const SequentialLayer& model, Hdf5Writer& file) { Saver(file).save(model, ""); }

void load_keras3(const SequentialLayer& model, const Hdf5Group& root, StagedWeights& staged) {
  Loader(staged).load(model, root);
}

}  // namespace keratin::saving
