#include "tool/compiling.hpp"

#include <fmt/format.h>

#include "keratin/error.hpp"
#include "models/model_layer.hpp"
#include "nearest_name.hpp"

namespace keratin::tool {

CLI::Option* add_compile_options(CLI::App& command, CompileArguments& arguments) {
  CLI::Option* loss = command.add_option(
      "--loss", arguments.loss, "Compile with this loss; by default as the file says how it was compiled");
  command.add_option("--metrics", arguments.metrics, "The metrics to compile with")
      ->needs(loss)
      ->delimiter(',');
  return loss;
}

void compile(Model& model, const ModelFiles& files, const CompileArguments& arguments) {
  if (arguments.loss.empty()) {
    if (layer_of(model).trainer != nullptr) return;
    throw ValueError(
        fmt::format("the model in '{}' is not compiled: give a loss to compile it with, such as --loss mse",
                    files.model));
  }
  try {
    model.compile({.optimizer = arguments.optimizer,
                   .loss = arguments.loss,
                   .metrics = {arguments.metrics.begin(), arguments.metrics.end()}});
  } catch (const UnknownName& error) {
    throw ValueError(error.without_way_out());
  }
}

}  // namespace keratin::tool
