#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "files/atomic_file.hpp"
#include "files/run_program.hpp"
#include "keratin/saving/model_visualization.hpp"
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
    for (int node = 1; node < count_; ++node) text += fmt::format("  n{} -> n{};\n", node - 1, node);
    return text + "}\n";
  }

 private:
  void add_layers(const ModelLayer& model, std::size_t depth) {
    for (const ModelLayer::Node& node : model.nodes()) {
      const auto* nested = dynamic_cast<const ModelLayer*>(node.layer.get());
      if (nested == nullptr || !options_.expand_nested) {
        line(depth, fmt::format("n{} [label=\"{}\"];", count_++, label(model, node)));
        continue;
      }
      line(depth, fmt::format("subgraph cluster_{} {{", clusters_++));
      line(depth + 1, fmt::format("label=\"{}\";", escaped_label(nested->name())));
      add_layers(*nested, depth + 1);
      line(depth, "}");
    }
  }

  [[nodiscard]] std::string label(const ModelLayer& model, const ModelLayer::Node& node) const {
    const Layer& layer = *node.layer;
    std::string text = escaped_label(layer.class_name());
    if (options_.show_layer_names) text = fmt::format("{} ({})", escaped_label(layer.name()), text);
    std::vector<std::string> rows = {text};
    if (options_.show_layer_activations && layer.activation() != nullptr) {
      rows.push_back("activation: " + escaped_label(std::string(layer.activation()->name)));
    }
    if (options_.show_shapes) {
      rows.push_back(fmt::format("{{input: {}|output: {}}}", to_string(model.input_shape_of(node)),
                                 to_string(model.output_shape_of(node))));
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
