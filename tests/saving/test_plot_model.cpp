// plot_model(): the graph; the image if Graphviz is installed.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/saving/model_visualization.hpp"
#include "keratin/utils/naming.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"

namespace keratin {
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

std::string graph(utils::PlotModelOptions options) {
  const Folder folder;
  options.to_file = folder.file("m.dot");
  utils::plot_model(nested(), options);
  return text_of(options.to_file);
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

}  // namespace keratin
