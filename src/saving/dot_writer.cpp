#include "saving/dot_writer.hpp"

#include <fmt/format.h>

#include <vector>

#include "printable.hpp"

namespace keratin::saving {

namespace {

/// A text within the label of a record, where some characters have a meaning.
std::string escaped(const std::string& text) {
  std::string label;
  for (const char character : printable(text)) {
    if (std::string_view("\\\"{}|<>").find(character) != std::string_view::npos) label += '\\';
    label += character;
  }
  return label;
}

class DotWriter {
 public:
  explicit DotWriter(const utils::PlotModelOptions& options) : options_(options) {}

  std::string write(const SequentialLayer& model) {
    add_layers(model, 1);
    std::string text =
        fmt::format("digraph model {{\n  rankdir={};\n  node [shape=record, fontname=\"Helvetica\"];\n{}",
                    options_.rankdir, nodes_);
    for (int node = 1; node < count_; ++node) text += fmt::format("  n{} -> n{};\n", node - 1, node);
    return text + "}\n";
  }

 private:
  void add_layers(const SequentialLayer& model, std::size_t depth) {
    for (const SequentialLayer::Node& node : model.nodes()) {
      const auto* nested = dynamic_cast<const SequentialLayer*>(node.layer.get());
      if (nested == nullptr || !options_.expand_nested) {
        line(depth, fmt::format("n{} [label=\"{}\"];", count_++, label(node)));
        continue;
      }
      line(depth, fmt::format("subgraph cluster_{} {{", clusters_++));
      line(depth + 1, fmt::format("label=\"{}\";", escaped(nested->name())));
      add_layers(*nested, depth + 1);
      line(depth, "}");
    }
  }

  [[nodiscard]] std::string label(const SequentialLayer::Node& node) const {
    const Layer& layer = *node.layer;
    std::string text = escaped(layer.class_name());
    if (options_.show_layer_names) text = fmt::format("{} ({})", escaped(layer.name()), text);
    std::vector<std::string> rows = {text};
    if (options_.show_layer_activations && layer.activation() != nullptr) {
      rows.push_back("activation: " + escaped(std::string(layer.activation()->name)));
    }
    if (options_.show_shapes) {
      rows.push_back(
          fmt::format("{{input: {}|output: {}}}", to_string(node.input_shape), to_string(node.output_shape)));
    }
    if (options_.show_trainable) rows.emplace_back(layer.trainable() ? "trainable" : "not trainable");
    if (rows.size() == 1) return text;
    // The fields of a record stand side by side, and with each pair of braces the other way; from left to
    // right the first ones are below each other.
    const std::string record = fmt::format("{}", fmt::join(rows, "|"));
    return options_.rankdir == "LR" ? record : "{" + record + "}";
  }

  void line(std::size_t depth, const std::string& text) {
    nodes_.append(2 * depth, ' ');
    nodes_ += text + "\n";
  }

  const utils::PlotModelOptions& options_;
  std::string nodes_;
  int count_ = 0, clusters_ = 0;
};

}  // namespace

std::string write_dot(const SequentialLayer& model, const utils::PlotModelOptions& options) {
  return DotWriter(options).write(model);
}

}  // namespace keratin::saving
