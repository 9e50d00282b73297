#include "saving/legacy_weights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "saving/layer_names.hpp"
#include "saving/legacy_order.hpp"

namespace keratin::saving {

namespace {

/// Names each weight below a layer: `dense/kernel:0`, in a nested model `<its layer>/kernel:0`.
void name_weights(const Layer& layer, const std::string& prefix, std::map<const Weight*, std::string>& names,
                  std::set<std::string>& taken) {
  if (const auto* model = dynamic_cast<const ModelLayer*>(&layer)) {
    for (const std::shared_ptr<Layer>& inner : model->layers()) {
      name_weights(*inner, fmt::format("{}{}/", prefix, inner->name()), names, taken);
    }
    return;
  }
  for (const Weight* weight : layer.weights()) {
    std::string name = fmt::format("{}{}:0", prefix, weight->name());
    for (int number = 1; !taken.insert(name).second; ++number) {
      name = fmt::format("{}{}_{}:0", prefix, weight->name(), number);
    }
    names.emplace(weight, name);
  }
}

void load_layer(const Layer& layer, const LegacyLayer& saved, StagedWeights& staged) {
  const std::vector<Weight*> weights = weights_in_order(layer, saved, staged);
  const std::vector<Hdf5Array> arrays = saved.arrays();
  for (std::size_t i = 0; i < weights.size(); ++i) staged.add(layer, weights[i], arrays[i]);
}

std::string count_mismatch(const Layer& layer, const LegacyLayer& saved) {
  return fmt::format("layer \"{}\" ({}) has {} weights ({}), but \"{}\" in the file has {}", layer.name(),
                     layer.class_name(), layer.weights().size(), describe(layer.weights()),
                     saved.group.path(), saved.weight_names.size());
}

/// A list that names each thing once.
std::vector<std::string> load_names(const Hdf5Group& group, const std::string& list,
                                    const StagedWeights& staged) {
  std::vector<std::string> names = load_list(group, list);
  std::set<std::string_view> known;
  for (const std::string& name : names) {
    if (!known.insert(name).second) {
      staged.fail(fmt::format("\"{}\" in \"{}/\" names \"{}\" twice", list, group.path(), name));
    }
  }
  return names;
}

LegacyLayer read_layer(const Hdf5Group& layers, const std::string& name, const StagedWeights& staged) {
  const Hdf5Group group = layers.group(name);
  return {name, group, load_names(group, "weight_names", staged)};
}

/// Theano flips kernels, so that the same numbers mean another convolution.
void refuse_theano(const Hdf5Group& layers, const StagedWeights& staged) {
  const auto backend = layers.texts("backend");
  if (backend && *backend == std::vector<std::string>{"theano"}) {
    staged.fail("it was written with Theano, whose kernels are flipped: load and save it in Keras first");
  }
}

}  // namespace

void save_list(Hdf5Writer& file, const std::string& group, const std::string& name,
               const std::vector<std::string>& texts) {
  std::size_t longest = 1;
  for (const std::string& text : texts) longest = std::max(longest, text.size());
  const std::size_t at_once = std::max<std::size_t>(1, greatest_attribute / longest);
  if (texts.size() <= at_once) {
    file.add_texts(group, name, texts);
    return;
  }
  for (std::size_t begin = 0, part = 0; begin < texts.size(); begin += at_once, ++part) {
    const auto first = texts.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = first + static_cast<std::ptrdiff_t>(std::min(at_once, texts.size() - begin));
    file.add_texts(group, fmt::format("{}{}", name, part), {first, last});
  }
}

std::vector<std::string> load_list(const Hdf5Group& group, const std::string& name) {
  if (auto all = group.texts(name)) return *all;
  std::vector<std::string> all;
  for (int part = 0; const auto texts = group.texts(fmt::format("{}{}", name, part)); ++part) {
    all.insert(all.end(), texts->begin(), texts->end());
  }
  return all;
}

void save_legacy(const ModelLayer& model, Hdf5Writer& file, const std::string& place) {
  const std::string prefix = place.empty() ? "" : place + "/";
  if (!place.empty()) file.add_group(place);
  std::vector<std::string> layer_names;
  for (const std::shared_ptr<Layer>& inner : model.layers()) layer_names.push_back(inner->name());
  save_list(file, place, "layer_names", layer_names);
  file.add_text(place, "backend", "tensorflow");
  file.add_text(place, "keras_version", keras2_version);
  for (const auto& one : model.layers()) {
    const Layer& layer = *one;
    const bool is_model = dynamic_cast<const ModelLayer*>(&layer) != nullptr;
    std::map<const Weight*, std::string> names;
    std::set<std::string> taken;
    name_weights(layer, is_model ? "" : layer.name() + "/", names, taken);
    const std::string group = prefix + layer.name();
    file.add_group(group);
    std::vector<std::string> weight_names;
    for (const Weight* weight : trained_first(layer)) {
      weight_names.push_back(names.at(weight));
      write_weight(file, fmt::format("{}/{}", group, weight_names.back()), *weight);
    }
    save_list(file, group, "weight_names", weight_names);
  }
}

std::optional<Hdf5Group> find_legacy_layers(const Hdf5Group& root) {
  if (root.texts("layer_names") || root.texts("layer_names0")) return root;
  return root.find_group("model_weights");
}

void load_legacy(const ModelLayer& model, const Hdf5Group& layers, StagedWeights& staged, bool same_names) {
  refuse_theano(layers, staged);
  std::vector<LegacyLayer> saved;
  for (const std::string& name : load_names(layers, "layer_names", staged)) {
    LegacyLayer layer = read_layer(layers, name, staged);
    if (!layer.weight_names.empty()) saved.push_back(std::move(layer));
  }
  std::vector<const Layer*> expected;
  for (const std::shared_ptr<Layer>& inner : model.layers()) {
    if (!inner->weights().empty()) expected.push_back(inner.get());
  }
  if (saved.size() != expected.size()) {
    staged.fail(
        fmt::format("the model has {} layers with weights, the file {}. If only some layers are to be "
                    "loaded, by_name finds them by their names",
                    expected.size(), saved.size()));
  }
  expected = layers_in_order(expected, saved, same_names, staged);
  for (std::size_t i = 0; i < saved.size(); ++i) {
    if (saved[i].weight_names.size() != expected[i]->weights().size()) {
      staged.fail(count_mismatch(*expected[i], saved[i]));
    }
    load_layer(*expected[i], saved[i], staged);
  }
}

void load_legacy_by_name(const ModelLayer& model, const Hdf5Group& layers, StagedWeights& staged) {
  refuse_theano(layers, staged);
  const std::vector<std::string> saved = load_names(layers, "layer_names", staged);
  for (const auto& one : model.layers()) {
    const Layer& layer = *one;
    auto found = std::find(saved.begin(), saved.end(), layer.name());
    if (found == saved.end()) {
      found = std::find_if(saved.begin(), saved.end(),
                           [&](const std::string& name) { return allowed_name(name) == layer.name(); });
    }
    if (found == saved.end()) continue;
    const LegacyLayer named = read_layer(layers, *found, staged);
    if (named.weight_names.size() == layer.weights().size()) {
      load_layer(layer, named, staged);
    } else {
      staged.mismatch(count_mismatch(layer, named));
    }
  }
}

}  // namespace keratin::saving
