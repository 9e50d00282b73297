#include "saving/legacy_order.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "keratin/utils/naming.hpp"
#include "models/model_layer.hpp"
#include "saving/layer_names.hpp"

namespace keratin::saving {

namespace {

using Path = std::vector<std::string>;  // "base/dense/kernel:0" without what follows the colon

/// A weight here, and the names that lead to it.
struct Place {
  Weight* weight;
  const Layer* layer;  ///< that it is a part of; never a model
  Path path;
};

void add_places(const Layer& layer, Path path, std::vector<Place>& places) {
  path.push_back(layer.name());
  if (const auto* model = dynamic_cast<const ModelLayer*>(&layer)) {
    for (const std::shared_ptr<Layer>& inner : model->layers()) add_places(*inner, path, places);
    return;
  }
  for (Weight* weight : layer.weights()) {
    places.push_back({weight, &layer, path});
    places.back().path.push_back(weight->name());
  }
}

Path path_of(const std::string& name) {
  Path path;
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('/', begin), name.size());
    path.push_back(name.substr(begin, end - begin));
    begin = end + 1;
  }
  path.back() = path.back().substr(0, path.back().find(':'));
  return path;
}

std::string end_of(const Path& path, std::size_t length) {
  const std::size_t begin = path.size() - std::min(path.size(), length);
  return fmt::format("{}", fmt::join(path.begin() + static_cast<std::ptrdiff_t>(begin), path.end(), "/"));
}

/// The number of an automatic name of this layer, as of "dense_3"; nothing if a user gave it.
std::optional<std::size_t> automatic_number(const std::string& name, const Layer& layer) {
  return number_in(name, utils::to_snake_case(layer.class_name()));
}

/// The weights of a layer and what a file says of them.
class WeightOrder {
 public:
  WeightOrder(const Layer& layer, const std::vector<std::string>& names) {
    add_places(layer, {}, places_);
    for (const Place& place : places_) {
      places_of_.emplace(place.weight, &place);
      weight_names_.insert(place.weight->name());
      const auto known = layers_.emplace(place.layer->name(), place.layer).first;
      if (known->second != place.layer) known->second = nullptr;
    }
    for (const std::string& name : names) names_.push_back(path_of(name));
  }

  /// The weights whose names end as those in the file do, in so many parts; empty unless all are found.
  [[nodiscard]] std::vector<Weight*> by_names(std::size_t parts) const {
    std::map<std::string, Weight*> weights;
    for (const auto& [weight, place] : places_of_) {
      if (!weights.emplace(end_of(place->path, parts), place->weight).second) return {};
    }
    std::vector<Weight*> order;
    for (const Path& name : names_) {
      const auto found = weights.find(end_of(name, parts));
      if (found == weights.end()) return {};
      order.push_back(found->second);
      weights.erase(found);
    }
    return order;
  }

  /// The most parts that a name has.
  [[nodiscard]] std::size_t most_parts() const {
    std::size_t most = 0;
    for (const Place& place : places_) most = std::max(most, place.path.size());
    return most;
  }

  /// Whether nothing that the file's names say is against this order.
  [[nodiscard]] bool allows(const std::vector<Weight*>& order) const {
    std::map<std::string, const Layer*> layers;  // by their names in the file
    for (std::size_t i = 0; i < order.size(); ++i) {
      const Path& name = names_[i];
      if (is_other_weight(name.back(), *order[i])) return false;
      if (name.size() < 2) continue;
      const Layer* layer = places_of_.at(order[i])->layer;
      const auto known = layers.emplace(end_of({name.begin(), name.end() - 1}, name.size()), layer).first;
      if (known->second != layer) return false;
    }
    return allows_layers(layers);
  }

 private:
  /// Whether the name is another weight's: names that are not known here say nothing.
  [[nodiscard]] bool is_other_weight(const std::string& name, const Weight& weight) const {
    const std::string stem = without_number(name);
    return weight.name() != name && weight.name() != stem &&
           (weight_names_.contains(name) || weight_names_.contains(stem));
  }

  /// Whether the layers' names allow that each name of the file is for this layer.
  [[nodiscard]] bool allows_layers(const std::map<std::string, const Layer*>& layers) const {
    std::map<std::string, std::map<std::size_t, const Layer*>> numbered;  // by class
    for (const auto& [path, layer] : layers) {
      const std::string name = path.substr(path.rfind('/') + 1);
      const auto other = layers_.find(name);  // layers that share a name say nothing
      const bool is_others = layer->name() != name && other != layers_.end() && other->second != nullptr;
      if (is_others && !automatic_number(name, *other->second)) return false;
      if (const auto number = automatic_number(name, *layer)) {
        numbered[layer->class_name()].emplace(*number, layer);
      }
    }
    return std::all_of(numbered.begin(), numbered.end(),
                       [&](const auto& of_class) { return ascend(of_class.second); });
  }

  /// Whether the layers come here in the order of their numbers in the file.
  [[nodiscard]] bool ascend(const std::map<std::size_t, const Layer*>& layers) const {
    const bool all_numbered = std::all_of(layers.begin(), layers.end(), [](const auto& one) {
      return automatic_number(one.second->name(), *one.second).has_value();
    });
    std::vector<std::size_t> here;
    for (const auto& numbered : layers) {
      const Layer* layer = numbered.second;
      const auto place = std::find_if(places_.begin(), places_.end(),
                                      [layer](const Place& one) { return one.layer == layer; });
      here.push_back(all_numbered ? *automatic_number(layer->name(), *layer)
                                  : static_cast<std::size_t>(place - places_.begin()));
    }
    return std::is_sorted(here.begin(), here.end());
  }

  std::vector<Place> places_;
  std::map<const Weight*, const Place*> places_of_;
  std::set<std::string> weight_names_;
  std::map<std::string, const Layer*> layers_;  // by name; null if several share it
  std::vector<Path> names_;                     // in the file
};

/// The orders in which Keras lists weights: those that train now first, as Keras 2 does for a model too, none
/// frozen, and each layer's own that train first.
std::vector<std::vector<Weight*>> keras_orders(const Layer& layer) {
  return {trained_first(layer), layer.weights(), trainable_first(layer)};
}

bool fit(const std::vector<Weight*>& order, const std::vector<Hdf5Array>& arrays) {
  return std::equal(
      order.begin(), order.end(), arrays.begin(), arrays.end(),
      [](const Weight* weight, const Hdf5Array& array) { return array.has_shape(weight->shape()); });
}

/// Whether the arrays of a layer in the file have the shapes of this layer's weights, in whatever order.
bool could_be(const Layer& layer, const LegacyLayer& saved) {
  std::vector<Weight*> left = layer.weights();
  const std::vector<Hdf5Array> arrays = saved.arrays();
  if (left.size() != arrays.size()) return false;
  return std::all_of(arrays.begin(), arrays.end(), [&](const Hdf5Array& array) {
    const auto found = std::find_if(left.begin(), left.end(),
                                    [&](const Weight* weight) { return array.has_shape(weight->shape()); });
    if (found == left.end()) return false;
    left.erase(found);
    return true;
  });
}

bool could_be(const std::vector<const Layer*>& layers, const std::vector<LegacyLayer>& saved) {
  return std::equal(layers.begin(), layers.end(), saved.begin(), saved.end(),
                    [](const Layer* layer, const LegacyLayer& one) { return could_be(*layer, one); });
}

[[noreturn]] void fail_order(const std::vector<LegacyLayer>& saved, const StagedWeights& staged) {
  std::vector<std::string> names;
  names.reserve(saved.size());
  for (const LegacyLayer& one : saved) names.push_back(one.name);
  staged.fail(
      fmt::format("its layers ({}) bear the names of this model's in another order, and which is meant "
                  "cannot be told: by_name loads them by their names",
                  listed(names)));
}

}  // namespace

std::vector<Hdf5Array> LegacyLayer::arrays() const {
  std::vector<Hdf5Array> arrays;
  arrays.reserve(weight_names.size());
  for (const std::string& weight_name : weight_names) arrays.push_back(group.array(weight_name));
  return arrays;
}

std::vector<const Layer*> layers_in_order(const std::vector<const Layer*>& layers,
                                          const std::vector<LegacyLayer>& saved, bool same_names,
                                          const StagedWeights& staged) {
  std::map<std::string, const Layer*> by_name;
  for (const Layer* layer : layers) by_name.emplace(layer->name(), layer);
  std::vector<const Layer*> named;
  bool given = false, automatic = false;  // whether names that a user gave, or did not, stand elsewhere here
  for (std::size_t i = 0; i < saved.size(); ++i) {
    const auto found = by_name.find(saved[i].name);
    if (found == by_name.end()) continue;
    named.push_back(found->second);
    if (found->second == layers[i]) continue;
    (automatic_number(saved[i].name, *found->second) ? automatic : given) = true;
  }
  const bool all_named = named.size() == layers.size();
  if (!given && (!automatic || !all_named)) return layers;
  if (!all_named) fail_order(saved, staged);
  if (given || same_names) return named;
  if (!could_be(named, saved)) return layers;
  if (could_be(layers, saved)) fail_order(saved, staged);
  return named;
}

std::vector<Weight*> weights_in_order(const Layer& layer, const LegacyLayer& saved,
                                      const StagedWeights& staged) {
  const WeightOrder order(layer, saved.weight_names);
  const std::vector<Hdf5Array> arrays = saved.arrays();
  const bool is_model = dynamic_cast<const ModelLayer*>(&layer) != nullptr;
  std::vector<Weight*> misfit;  // named so, but of other shapes
  for (std::size_t parts = is_model ? 2 : 1; parts <= order.most_parts(); ++parts) {
    std::vector<Weight*> named = order.by_names(parts);
    if (!named.empty() && fit(named, arrays)) return named;
    if (misfit.empty()) misfit = std::move(named);
  }
  for (const std::vector<Weight*>& one : keras_orders(layer)) {
    if (order.allows(one)) return one;
  }
  if (!misfit.empty()) return misfit;
  staged.fail(
      fmt::format("the weights of layer \"{}\" ({}) are {}, but are called {} in \"{}\", which contradicts "
                  "their order: give the layers the names that they had when the file was written",
                  layer.name(), layer.class_name(), describe(layer.weights()), listed(saved.weight_names),
                  saved.group.path()));
}

}  // namespace keratin::saving
