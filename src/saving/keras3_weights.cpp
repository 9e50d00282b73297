#include "saving/keras3_weights.hpp"

#include <fmt/format.h>

#include <set>

#include "keratin/layers/core/wrapper.hpp"
#include "saving/keras3_groups.hpp"

namespace keratin::saving {

namespace {

using layers::Wrapper;

constexpr const char* inner_group = "layer";  // of the layer that a Wrapper applies

/// The weights that are kept in a layer's own group. A model has none of its own, nor has what applies
/// another layer.
std::vector<Weight*> own_weights(const Layer& layer) {
  if (dynamic_cast<const ModelLayer*>(&layer) != nullptr) return {};
  if (dynamic_cast<const Wrapper*>(&layer) != nullptr) return {};
  return trainable_first(layer);
}

class Saver {
 public:
  Saver(Hdf5Writer& file, Shared shared) : file_(file), shared_(shared) {}

  /// Writes a layer into the group that `prefix` begins: "" or "layers/dense/".
  void save(const Layer& layer, const std::string& prefix) {
    if (shared_ == Shared::once && !seen_.insert(&layer).second) return;
    const std::string vars = prefix + "vars";
    file_.add_group(vars);
    file_.add_text(vars, "name", layer.name());
    int number = 0;
    for (const Weight* weight : own_weights(layer)) {
      write_weight(file_, fmt::format("{}/{}", vars, number++), *weight);
    }
    if (const auto* outer = dynamic_cast<const Wrapper*>(&layer))
      save(*outer->layer(), fmt::format("{}{}/", prefix, inner_group));
    const auto* model = dynamic_cast<const ModelLayer*>(&layer);
    if (model == nullptr) return;
    const std::vector<std::string> names = keras3_names(*model);
    for (std::size_t i = 0; i < names.size(); ++i) {
      save(*model->layers()[i], fmt::format("{}layers/{}/", prefix, names[i]));
    }
  }

 private:
  Hdf5Writer& file_;
  Shared shared_;
  std::set<const Layer*> seen_;
};

class Loader {
 public:
  Loader(StagedWeights& staged, Shared shared) : staged_(staged), shared_(shared) {}

  /// Reads a layer from its group; nothing if the file has none.
  void load(const Layer& layer, const std::optional<Keras3Group>& group) {
    if (shared_ == Shared::once && !seen_.insert(&layer).second) return;
    load_own(layer, group ? group->vars() : std::nullopt);
    if (const auto* outer = dynamic_cast<const Wrapper*>(&layer))
      load(*outer->layer(), group ? group->find(inner_group) : std::nullopt);
    const auto* model = dynamic_cast<const ModelLayer*>(&layer);
    if (model == nullptr) return;
    std::vector<std::optional<Keras3Group>> groups(model->layers().size());
    if (group) groups = find_layers(*model, *group, shared_ == Shared::once ? &seen_ : nullptr, staged_);
    for (std::size_t i = 0; i < groups.size(); ++i) load(*model->layers()[i], groups[i]);
  }

 private:
  /// As in Keras, what follows the first weight of a layer that does not fit is passed over with it.
  void load_own(const Layer& layer, const std::optional<Hdf5Group>& vars) {
    const std::vector<Weight*> weights = own_weights(layer);
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
  Shared shared_;
  std::set<const Layer*> seen_;
};

}  // namespace

void save_keras3(const ModelLayer& model, Hdf5Writer& file, Shared shared) {
  Saver(file, shared).save(model, "");
}

void load_keras3(const ModelLayer& model, const Hdf5Group& root, StagedWeights& staged, Shared shared) {
  Loader(staged, shared).load(model, Keras3Group(root));
}

}  // namespace keratin::saving
