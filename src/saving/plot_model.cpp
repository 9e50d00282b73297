#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "files/atomic_file.hpp"
#include "files/run_program.hpp"
#include "keratin/saving/model_visualization.hpp"
#include "layers/core/input_layer.hpp"
#include "memory_error.hpp"
#include "models/model_layer.hpp"
#include "printable.hpp"

namespace keratin {

namespace {

/// A text within the label of a record, in which some characters have a meaning.
std::string escaped_label(const std::string& text) {
  std::string label;
  for (const char character : printable(text)) {
    if (std::string_view("\\\"{}|<>").find(character) != std::string_view::npos) label += '\\';
    label += character;
  }
  return label;
}

/// Writes the graph of a built model's layers in Graphviz's language.
class DotWriter {
 public:
  explicit DotWriter(const utils::PlotModelOptions& options) : options_(options) {}

  std::string write(const ModelLayer& model) {
    add_layers(model, 1);
    std::string text =
        fmt::format("digraph model {{\n  rankdir={};\n  node [shape=record, fontname=\"Helvetica\"];\n{}",
                    options_.rankdir, nodes_);
    for (const auto& [from, to] : edges_) text += fmt::format("  n{} -> n{};\n", from, to);
    return text + "}\n";
  }

 private:
  void add_layers(const ModelLayer& model, std::size_t depth) {
    for (const std::shared_ptr<Layer>& layer : model.listed_layers()) {
      if (!numbers_.emplace(layer.get(), count_).second) continue;
      const ModelLayer* nested = opened(*layer);
      if (nested == nullptr) {
        line(depth, fmt::format("n{} [label=\"{}\"];", count_++, label(model, *layer)));
        continue;
      }
      line(depth, fmt::format("subgraph cluster_{} {{", clusters_++));
      line(depth + 1, fmt::format("label=\"{}\";", escaped_label(nested->name())));
      add_layers(*nested, depth + 1);
      line(depth, "}");
    }
    for (const ModelLayer::Node& node : model.nodes()) {
      for (std::size_t i = 0; i < node.inputs.size(); ++i) {
        if (const Layer* from = giver_of(model, node.inputs[i]))
          edges_.emplace(numbers_.at(from), numbers_.at(taker_of(*node.layer, i)));
      }
    }
  }

  /// The model whose layers are shown in the layer's place; null if it is shown itself.
  [[nodiscard]] const ModelLayer* opened(const Layer& layer) const {
    return options_.expand_nested ? dynamic_cast<const ModelLayer*>(&layer) : nullptr;
  }

  /// The layer, as it is shown, that gives a value; null for the input of a Sequential.
  [[nodiscard]] const Layer* giver_of(const ModelLayer& model, std::size_t value) const {
    const std::optional<std::size_t> number = model.values()[value].node;
    if (!number) return model.functional_form() ? input_layer(model, value) : nullptr;
    const ModelLayer::Node& node = model.nodes()[*number];
    const ModelLayer* nested = opened(*node.layer);
    return nested == nullptr ? node.layer.get() : giver_of(*nested, nested->outputs()[value - node.output]);
  }

  /// The layer, as it is shown, that takes an input of this one.
  [[nodiscard]] const Layer* taker_of(const Layer& layer, std::size_t input) const {
    const ModelLayer* nested = opened(layer);
    if (nested == nullptr) return &layer;
    return nested->functional_form() ? input_layer(*nested, input)
                                     : taker_of(*nested->nodes().front().layer, 0);
  }

  static const Layer* input_layer(const ModelLayer& model, std::size_t input) {
    const std::vector<std::shared_ptr<Layer>>& layers = model.listed_layers();
    const std::string& name = model.functional_form()->input_names[input];
    return std::find_if(layers.begin(), layers.end(),
                        [&](const auto& layer) { return layer->name() == name; })
        ->get();
  }

  [[nodiscard]] std::string label(const ModelLayer& model, const Layer& layer) const {
    std::string text = escaped_label(layer.class_name());
    if (options_.show_layer_names) text = fmt::format("{} ({})", escaped_label(layer.name()), text);
    std::vector<std::string> rows = {text};
    if (options_.show_layer_activations && layer.activation() != nullptr) {
      rows.push_back("activation: " + escaped_label(std::string(layer.activation()->name)));
    }
    if (options_.show_shapes) rows.push_back(shapes_of(model, layer));
    if (options_.show_trainable) rows.emplace_back(layer.trainable() ? "trainable" : "not trainable");
    if (rows.size() == 1) return text;
    // The fields of a record stand side by side, and with each pair of braces the other way; from left to
    // right the first ones are below each other.
    const std::string record = fmt::format("{}", fmt::join(rows, "|"));
    return options_.rankdir == "LR" ? record : "{" + record + "}";
  }

  /// Those of the layer's first call.
  static std::string shapes_of(const ModelLayer& model, const Layer& layer) {
    if (dynamic_cast<const layers::InputLayer*>(&layer) != nullptr)
      return fmt::format("output: {}", to_string(layer.declared_input_shape().with_batch(None)));
    const ModelLayer::Node& node = model.first_call(layer);
    std::vector<std::string> inputs, outputs;
    for (std::size_t input : node.inputs) inputs.push_back(to_string(model.values()[input].shape));
    for (std::size_t i = 0; i < node.outputs; ++i)
      outputs.push_back(to_string(model.values()[node.output + i].shape));
    const auto listed = [](const std::vector<std::string>& shapes) {
      return shapes.size() == 1 ? shapes.front() : fmt::format("[{}]", fmt::join(shapes, ", "));
    };
    return fmt::format("{{input: {}|output: {}}}", listed(inputs), listed(outputs));
  }

  void line(std::size_t depth, const std::string& text) {
    nodes_.append(2 * depth, ' ');
    nodes_ += text + "\n";
  }

  const utils::PlotModelOptions& options_;
  std::string nodes_;
  std::map<const Layer*, int> numbers_;  // of the boxes
  std::set<std::pair<int, int>> edges_;
  int count_ = 0, clusters_ = 0;
};

void check_options(const ModelLayer& model, const utils::PlotModelOptions& options) {
  model.require_built();
  if (options.rankdir != "TB" && options.rankdir != "LR") {
    model.fail(
        fmt::format("plot_model: `rankdir` must be \"TB\" or \"LR\", but received \"{}\".", options.rankdir));
  }
  if (options.dpi < 1 || options.dpi > 1200) {
    model.fail(fmt::format("plot_model: `dpi` must be from 1 to 1200, but received {}.", options.dpi));
  }
}

}  // namespace

void utils::plot_model(const Model& handle, const PlotModelOptions& options) {
  const ModelLayer& model = layer_of(handle);
  check_options(model, options);
  const std::string& path = options.to_file;
  const bool is_dot = path.ends_with(".dot"), is_png = path.ends_with(".png");
  if (!is_dot && !is_png && !path.ends_with(".svg")) {
    model.fail(fmt::format(
        "plot_model: the name of the file must end in .dot, .svg or .png, but received '{}'.", path));
  }
  const std::string graph = within_memory([&] { return DotWriter(options).write(model); },
                                          [&] { model.fail("its graph does not fit into memory."); });
  if (is_dot) return saving::write_atomically(path, saving::bytes_of(graph));
  std::vector<std::string> command = {"dot", is_png ? "-Tpng" : "-Tsvg"};
  if (is_png) command.push_back(fmt::format("-Gdpi={}", options.dpi));
  saving::write_atomically(path,
                           saving::converted_by(command, graph, "plot_model",
                                                "Install it (Debian: graphviz), or give a name that ends "
                                                "in .dot."));
}

}  // namespace keratin
