// plot_model(): the graph; the image if Graphviz is installed.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/saving/model_visualization.hpp"
#include "keratin/utils/naming.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"

namespace keratin::test_plot_model {
namespace {

using Catch::Matchers::Contains;
using namespace layers;
using testing::Folder;

Sequential nested() {
  utils::clear_session();
  Sequential inner({.name = "inner"});
  inner.add(Dense(3, {.activation = "relu", .input_dim = 4}));
  inner.add(Dropout(0.5));
  Sequential model;
  model.add(inner);
  model.add(Dense(2, {.name = "a|b{c}\"<\\\n"}));
  return model;
}

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string graph_of(const Model& model, utils::PlotModelOptions options) {
  const Folder folder;
  options.to_file = folder.file("m.dot");
  utils::plot_model(model, options);
  return text_of(options.to_file);
}

std::string graph(const utils::PlotModelOptions& options) { return graph_of(nested(), options); }

/// A shared layer, a model of two inputs and two outputs, a Sequential and an operation.
Model branching() {
  utils::clear_session();
  const Input a({4}, {.name = "a"}), b({4}, {.name = "b"}), p({4}, {.name = "p"}), q({3}, {.name = "q"});
  const auto twin = share(Dense(3, {.name = "twin"}));
  const Model inner({p, q}, {Add({.name = "sum"})({twin(p), q}), Dense(2, {.name = "side"})(p)},
                    {.name = "inner"});
  Sequential last({.name = "last"});
  last.add(Dense(3, {.name = "first"}));
  last.add(Dropout(0.5, {.name = "drop"}));
  const KerasTensors parts = inner({a, Dense(3, {.name = "d"})(b)});
  const KerasTensor whole = Concatenate({.name = "c"})({last(parts[0]), parts[1], 2 * parts[1]});
  return Model({a, b}, whole);
}

/// A PATH that is empty or, if a script is given, has a program `dot` with that text.
class Path {
 public:
  explicit Path(const Folder& folder, const std::string& script = "") : old_(std::getenv("PATH")) {
    if (!script.empty()) {
      std::ofstream(folder.file("dot")) << "#!/bin/sh\n" << script << "\n";
      std::filesystem::permissions(folder.file("dot"), std::filesystem::perms::owner_all);
    }
    setenv("PATH", folder.path.c_str(), 1);
  }
  ~Path() { setenv("PATH", old_.c_str(), 1); }
  Path(const Path&) = delete;
  Path& operator=(const Path&) = delete;

 private:
  std::string old_;
};

}  // namespace

TEST_CASE("plot_model: a box a layer, with what is asked for") {
  const std::string begin =
      "digraph model {\n  rankdir=TB;\n  node [shape=record, fontname=\"Helvetica\"];\n";
  CHECK(graph({}) == begin +
                         "  n0 [label=\"Sequential\"];\n"
                         "  n1 [label=\"Dense\"];\n"
                         "  n0 -> n1;\n}\n");
  CHECK_THAT(graph({.show_shapes = true}),
             Contains("n0 [label=\"{Sequential|{input: (None, 4)|output: (None, 3)}}\"];"));
  CHECK_THAT(graph({.show_layer_names = true, .rankdir = "LR"}),
             Contains("n0 [label=\"inner (Sequential)\"];") && Contains("rankdir=LR;"));
  CHECK_THAT(graph({.expand_nested = true, .show_layer_activations = true, .show_trainable = true}),
             Contains("  subgraph cluster_0 {\n    label=\"inner\";\n"
                      "    n0 [label=\"{Dense|activation: relu|trainable}\"];\n"
                      "    n1 [label=\"{Dropout|trainable}\"];\n  }\n") &&
                 Contains("n1 -> n2;"));
}

TEST_CASE("plot_model: a model that branches, each layer once, as its calls connect them") {
  CHECK_THAT(graph_of(branching(), {.show_shapes = true, .show_layer_names = true}),
             Contains("  n0 [label=\"{b (InputLayer)|output: (None, 4)}\"];\n"
                      "  n1 [label=\"{a (InputLayer)|output: (None, 4)}\"];\n"
                      "  n2 [label=\"{d (Dense)|{input: (None, 4)|output: (None, 3)}}\"];\n"
                      "  n3 [label=\"{inner (Functional)|{input: [(None, 4), (None, 3)]|output: [(None, 3), "
                      "(None, 2)]}}\"];\n"
                      "  n4 [label=\"{last (Sequential)|{input: (None, 3)|output: (None, 3)}}\"];\n"
                      "  n5 [label=\"{multiply (Multiply)|{input: (None, 2)|output: (None, 2)}}\"];\n"
                      "  n6 [label=\"{c (Concatenate)|{input: [(None, 3), (None, 2), (None, 2)]|output: "
                      "(None, 7)}}\"];\n"
                      "  n0 -> n2;\n  n1 -> n3;\n  n2 -> n3;\n  n3 -> n4;\n  n3 -> n5;\n  n3 -> n6;\n"
                      "  n4 -> n6;\n  n5 -> n6;\n}\n"));
  const Input a({4}), b({4});
  const auto twin = share(Dense(3));
  const Model siamese({a, b}, Subtract()({twin(a), twin(b)}));
  CHECK_THAT(graph_of(siamese, {}), Contains("  n0 -> n2;\n  n1 -> n2;\n  n2 -> n3;\n}"));
}

TEST_CASE("plot_model: the layers of models in a model that branches are connected with those around them") {
  const std::string text = graph_of(branching(), {.show_layer_names = true, .expand_nested = true});
  CHECK_THAT(text, Contains("  n0 [label=\"b (InputLayer)\"];\n"
                            "  n1 [label=\"a (InputLayer)\"];\n"
                            "  n2 [label=\"d (Dense)\"];\n"
                            "  subgraph cluster_0 {\n    label=\"inner\";\n"
                            "    n3 [label=\"p (InputLayer)\"];\n"));
  const auto number = [&](const std::string& name) {
    const std::size_t end = text.find(" [label=\"" + name + " (");
    const std::size_t begin = text.rfind(' ', end - 1) + 1;
    return text.substr(begin, end - begin);
  };
  const std::vector<std::pair<std::string, std::string>> edges = {
      {"a", "p"},      {"b", "d"},           {"d", "q"},       {"p", "twin"},     {"p", "side"},
      {"twin", "sum"}, {"q", "sum"},         {"sum", "first"}, {"first", "drop"}, {"drop", "c"},
      {"side", "c"},   {"side", "multiply"}, {"multiply", "c"}};
  for (const auto& [from, to] : edges) {
    INFO(from << " -> " << to);
    CHECK_THAT(text, Contains("  " + number(from) + " -> " + number(to) + ";\n"));
  }
  std::size_t arrows = 0;
  for (std::size_t at = text.find("->"); at != std::string::npos; at = text.find("->", at + 1)) ++arrows;
  CHECK(arrows == edges.size());
}

TEST_CASE("plot_model: a name stays within its label") {
  CHECK_THAT(graph({.show_layer_names = true}), Contains("n1 [label=\"a\\|b\\{c\\}\\\"\\<\\\\  (Dense)\"];"));
}

TEST_CASE("plot_model: Graphviz draws, and its failures are told") {
  const Folder folder;
  const std::string svg = folder.file("m.svg");
  {
    const Path path(folder);
    CHECK_THROWS_WITH(utils::plot_model(nested(), {.to_file = svg}), Contains("(Debian: graphviz)"));
  }
  {
    const Path path(folder, "echo \"$@\" > \"$3\"; read line < \"$4\"; echo \"$line\" >> \"$3\"");
    utils::plot_model(nested(), {.to_file = svg});
    CHECK_THAT(text_of(svg), Contains("-Tsvg -o ") && Contains("digraph model {"));
  }
  {
    const Path path(folder, "exit 3");
    CHECK_THROWS_WITH(utils::plot_model(nested(), {.to_file = folder.file("m.png")}),
                      Contains("ended with code 3"));
    CHECK_FALSE(std::filesystem::exists(folder.file("m.png")));
  }
}

TEST_CASE("plot_model: options that do not fit") {
  CHECK_THROWS_WITH(utils::plot_model(nested(), {.to_file = "m.jpg"}),
                    Contains("must end in .dot, .svg or .png"));
  CHECK_THROWS_WITH(utils::plot_model(nested(), {.rankdir = "BT"}), Contains("\"TB\" or \"LR\""));
  CHECK_THROWS_WITH(utils::plot_model(nested(), {.dpi = 0}), Contains("`dpi` must be from 1 to 1200"));
  CHECK_THROWS_AS(utils::plot_model(Sequential(), {.to_file = "m.dot"}), ValueError);
}

}  // namespace keratin::test_plot_model
