#include <fmt/format.h>

#include <cstdint>

#include "files/atomic_file.hpp"
#include "files/read_file.hpp"
#include "files/run_program.hpp"
#include "files/temporary_folder.hpp"
#include "keratin/error.hpp"
#include "keratin/saving/model_visualization.hpp"
#include "memory_error.hpp"
#include "saving/dot_writer.hpp"

namespace keratin {

namespace {

/// What Graphviz draws of a graph, in the form "svg" or "png".
std::vector<std::uint8_t> draw(const std::string& graph, const std::string& form, int dpi) {
  const utils::TemporaryFolder folder;
  const std::string source = folder.file("model.dot"), image = folder.file("model." + form);
  saving::write_atomically(source, saving::bytes_of(graph));
  std::vector<std::string> command = {"dot", "-T" + form, "-o", image};
  if (form == "png") command.push_back(fmt::format("-Gdpi={}", dpi));
  command.push_back(source);
  const std::optional<int> code = utils::run_program(command);
  if (!code) {
    throw ValueError(
        "plot_model() needs Graphviz's program `dot` for .svg and .png files, and it is not installed "
        "(Debian: "
        "graphviz). A file that ends in .dot can be written without it.");
  }
  if (*code != 0)
    throw IOError(fmt::format("plot_model: Graphviz's program `dot` ended with code {}.", *code));
  return saving::read_file(image);
}

void check_options(const SequentialLayer& model, const utils::PlotModelOptions& options) {
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

void utils::plot_model(const Sequential& handle, const PlotModelOptions& options) {
  const SequentialLayer& model = layer_of(handle);
  check_options(model, options);
  const std::string& path = options.to_file;
  const std::string graph = within_memory([&] { return saving::write_dot(model, options); },
                                          [&] { model.fail("its graph does not fit into memory."); });
  if (path.ends_with(".dot")) return saving::write_atomically(path, saving::bytes_of(graph));
  for (const char* form : {"svg", "png"}) {
    if (path.ends_with(std::string(".") + form)) {
      return saving::write_atomically(path, draw(graph, form, options.dpi));
    }
  }
  model.fail(fmt::format(
      "plot_model: the name of the file must end in .dot, .svg or .png, but received '{}'.", path));
}

}  // namespace keratin
