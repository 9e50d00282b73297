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

/// A layer of a model and the name of its group.
struct NamedLayer {
  const Layer* layer;
  std::string name;  ///< `dense`, `dense_1`, ...
  std::string
      older_name;  ///< before Keras 3: layers with weights were counted twice, `dense`, `dense_2`, ...
};

std::vector<NamedLayer> named_layers(const SequentialLayer& model) {
  const auto numbered = [](const std::string& name, int number) {
    return number == 0 ? name : fmt::format("{}_{}", name, number);
  };
  std::map<std::string, int> counts, older_counts;
  std::vector<NamedLayer> layers;
  for (const SequentialLayer::Node& node : model.nodes()) {
    const std::string name = utils::to_snake_case(node.layer->class_name());
    layers.push_back({node.layer.get(), numbered(name, counts[name]), numbered(name, older_counts[name])});
    counts[name] += 1;
    older_counts[name] += node.layer->weights().empty() ? 1 : 2;
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
    for (const NamedLayer& child : named_layers(*model)) {
      save(*child.layer, fmt::format("{}layers/{}/", prefix, child.name));
    }
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
    for (const NamedLayer& child : named_layers(*model)) load(*child.layer, find_child(group, child));
  }

 private:
  static std::optional<Hdf5Group> find_child(const std::optional<Hdf5Group>& group, const NamedLayer& child) {
    if (!group) return std::nullopt;
    if (const auto layers = group->find_group("layers")) return layers->find_group(child.name);
    const auto older_layers = group->find_group("_layer_checkpoint_dependencies");
    return older_layers ? older_layers->find_group(child.older_name) : std::nullopt;
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
