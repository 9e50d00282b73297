#include "saving/legacy_weights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace keratin::saving {

namespace {

/// HDF5 keeps an attribute of up to 64 KiB with its object; longer lists go on in `<name>1`, and begin in
/// `<name>0`.
constexpr std::size_t greatest_attribute = 64512;

/// As Keras 2 orders the weights of a layer, or of a nested model: those that train now come first.
std::vector<Weight*> trained_first(const Layer& layer) {
  std::vector<Weight*> weights = layer.trainable_weights();
  for (Weight* weight : layer.non_trainable_weights()) weights.push_back(weight);
  return weights;
}

/// Names each weight below a layer: `dense/kernel:0`, in a nested model `<its layer>/kernel:0`.
void name_weights(const Layer& layer, const std::string& prefix, std::map<const Weight*, std::string>& names,
                  std::set<std::string>& taken) {
  if (const auto* model = dynamic_cast<const SequentialLayer*>(&layer)) {
    for (const SequentialLayer::Node& node : model->nodes()) {
      name_weights(*node.layer, fmt::format("{}{}/", prefix, node.layer->name()), names, taken);
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

/// "dense/kernel:0" is called "kernel".
std::string own_name(const std::string& weight_name) {
  const std::string last = weight_name.substr(weight_name.rfind('/') + 1);
  return last.substr(0, last.find(':'));
}

/// The layer's weights in the order of these names from a file. It depends on what was frozen when the file
/// was written, so the order is taken in which the names agree; Keras's own where none does.
std::vector<Weight*> weights_in_order(const Layer& layer, const std::vector<std::string>& names) {
  std::vector<Weight*> as_written_free = layer.weights();
  std::stable_partition(as_written_free.begin(), as_written_free.end(),
                        [](const Weight* weight) { return weight->trainable(); });
  for (const std::vector<Weight*>& order : {trained_first(layer), layer.weights(), as_written_free}) {
    const bool agree = std::equal(
        order.begin(), order.end(), names.begin(), names.end(),
        [](const Weight* weight, const std::string& name) { return weight->name() == own_name(name); });
    if (agree) return order;
  }
  return trained_first(layer);
}

void load_layer(const Layer& layer, const Hdf5Group& group, const std::vector<std::string>& names,
                StagedWeights& staged) {
  const std::vector<Weight*> weights = weights_in_order(layer, names);
  for (std::size_t i = 0; i < weights.size(); ++i) staged.add(layer, weights[i], group.array(names[i]));
}

std::string count_mismatch(const Layer& layer, const Hdf5Group& group, std::size_t received) {
  return fmt::format("layer \"{}\" ({}) has {} weights ({}), but \"{}\" in the file has {}", layer.name(),
                     layer.class_name(), layer.weights().size(), describe(layer.weights()), group.path(),
                     received);
}

/// Theano turns kernels round, so that the same numbers mean another convolution.
void refuse_theano(const Hdf5Group& layers, const StagedWeights& staged) {
  const auto backend = layers.texts("backend");
  if (backend && *backend == std::vector<std::string>{"theano"}) {
    staged.fail(
        "it was written with Theano, whose kernels are turned round: load and save it in Keras first");
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

void save_legacy(const SequentialLayer& model, Hdf5Writer& file, const std::string& place) {
  const std::string prefix = place.empty() ? "" : place + "/";
  if (!place.empty()) file.add_group(place);
  std::vector<std::string> layer_names;
  for (const SequentialLayer::Node& node : model.nodes()) layer_names.push_back(node.layer->name());
  save_list(file, place, "layer_names", layer_names);
  file.add_text(place, "backend", "tensorflow");
  file.add_text(place, "keras_version", "2.15.0");  // whose layout this is
  for (const SequentialLayer::Node& node : model.nodes()) {
    const Layer& layer = *node.layer;
    const bool is_model = dynamic_cast<const SequentialLayer*>(&layer) != nullptr;
    std::map<const Weight*, std::string> names;
    std::set<std::string> taken;
    name_weights(layer, is_model ? "" : layer.name() + "/", names, taken);
    const std::string group = prefix + layer.name();
    file.add_group(group);
    std::vector<std::string> weight_names;
    for (const Weight* weight : trained_first(layer)) {
      weight_names.push_back(names.at(weight));
      file.add_array(fmt::format("{}/{}", group, weight_names.back()), weight->shape(), weight->data());
    }
    save_list(file, group, "weight_names", weight_names);
  }
}

std::optional<Hdf5Group> find_legacy_layers(const Hdf5Group& root) {
  if (root.texts("layer_names") || root.texts("layer_names0")) return root;
  return root.find_group("model_weights");
}

void load_legacy(const SequentialLayer& model, const Hdf5Group& layers, StagedWeights& staged) {
  refuse_theano(layers, staged);
  std::vector<std::pair<Hdf5Group, std::vector<std::string>>> saved;
  for (const std::string& name : load_list(layers, "layer_names")) {
    const Hdf5Group group = layers.group(name);
    std::vector<std::string> names = load_list(group, "weight_names");
    if (!names.empty()) saved.emplace_back(group, std::move(names));
  }
  std::vector<const Layer*> expected;
  for (const SequentialLayer::Node& node : model.nodes()) {
    if (!node.layer->weights().empty()) expected.push_back(node.layer.get());
  }
  if (saved.size() != expected.size()) {
    staged.fail(
        fmt::format("the model has {} layers with weights, the file {}. Where only some layers are to be "
                    "loaded, by_name finds them by their names",
                    expected.size(), saved.size()));
  }
  for (std::size_t i = 0; i < saved.size(); ++i) {
    const auto& [group, names] = saved[i];
    if (names.size() != expected[i]->weights().size()) {
      staged.fail(count_mismatch(*expected[i], group, names.size()));
    }
    load_layer(*expected[i], group, names, staged);
  }
}

void load_legacy_by_name(const SequentialLayer& model, const Hdf5Group& layers, StagedWeights& staged) {
  refuse_theano(layers, staged);
  const std::vector<std::string> saved = load_list(layers, "layer_names");
  for (const SequentialLayer::Node& node : model.nodes()) {
    const Layer& layer = *node.layer;
    if (std::find(saved.begin(), saved.end(), layer.name()) == saved.end()) continue;
    const Hdf5Group group = layers.group(layer.name());
    const std::vector<std::string> names = load_list(group, "weight_names");
    if (names.size() == layer.weights().size()) {
      load_layer(layer, group, names, staged);
    } else {
      staged.mismatch(count_mismatch(layer, group, names.size()));
    }
  }
}

}  // namespace keratin::saving
