#include <fmt/format.h>

#include "tool/arrays.hpp"
#include "tool/commands.hpp"
#include "tool/compiling.hpp"
#include "tool/files.hpp"

namespace keratin::tool {

namespace {

struct EvaluateArguments {
  ModelFiles files;
  std::string x, y;
  CompileArguments compiling;
  int batch_size = 32;
};

void evaluate(const EvaluateArguments& arguments) {
  const bool compiles = !arguments.compiling.loss.empty();
  Sequential model = load_to_predict(arguments.files, compiles ? Compiled::no : Compiled::yes);
  compile(model, arguments.files, arguments.compiling);
  const Logs logs = model.evaluate(load_arrays(arguments.x, inputs_of(model, "--x")),
                                   load_arrays(arguments.y, outputs_of(model, "--y")),
                                   {.batch_size = arguments.batch_size});
  for (const auto& [name, value] : logs) fmt::print("{}: {:.6g}\n", name, value);
}

}  // namespace

void add_evaluate(CLI::App& program) {
  const auto [command, arguments] =
      add_command(program, "evaluate", "Print the loss and the metrics of a model",
                  "The model: .keras, .h5, or .json with --weights", evaluate);
  add_samples(command, arguments.x, arguments.y);
  command.add_option("--batch-size", arguments.batch_size, "Samples computed at once")->capture_default_str();
  add_compile_options(command, arguments.compiling);
}

}  // namespace keratin::tool
