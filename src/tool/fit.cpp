#include <cstdint>
#include <optional>
#include <utility>

#include "keratin/error.hpp"
#include "keratin/utils/random_seed.hpp"
#include "tool/arrays.hpp"
#include "tool/commands.hpp"
#include "tool/compiling.hpp"
#include "tool/files.hpp"

namespace keratin::tool {

namespace {

struct FitArguments : WriteArguments {
  std::string x, y;
  CompileArguments compiling;
  int epochs = 1, batch_size = 32;
  std::optional<double> validation_split;
  std::optional<std::pair<std::string, std::string>> validation;
  std::optional<std::int64_t> seed;
  bool no_shuffle = false;
};

FitOptions fit_options(const FitArguments& arguments, const Model& model) {
  FitOptions options = {.batch_size = arguments.batch_size,
                        .epochs = arguments.epochs,
                        .validation_split = arguments.validation_split.value_or(0.0),
                        .shuffle = !arguments.no_shuffle};
  if (arguments.quiet) options.verbose = 0;
  if (arguments.validation) {
    const auto& [x, y] = *arguments.validation;
    options.validation_data = Data{.inputs = load_arrays(x, inputs_of(model, "--validation")),
                                   .targets = load_arrays(y, outputs_of(model, "--validation"))};
  }
  return options;
}

void fit(const FitArguments& arguments) {
  if (arguments.validation && arguments.validation_split) {
    throw ValueError(
        "--validation and --validation-split both say what to validate with: give only one of them");
  }
  check_output(arguments.output, {".keras", ".h5", ".hdf5"});
  if (arguments.seed) utils::set_random_seed(*arguments.seed);
  const bool compiles = !arguments.compiling.loss.empty();
  Sequential model = load(arguments.files, compiles ? Compiled::no : Compiled::yes);
  compile(model, arguments.files, arguments.compiling);
  model.fit(load_arrays(arguments.x, inputs_of(model, "--x")),
            load_arrays(arguments.y, outputs_of(model, "--y")), fit_options(arguments, model));
  save(model, arguments.output);
  say_written(arguments);
}

void add_training(CLI::App& command, FitArguments& arguments) {
  command.add_option("--epochs", arguments.epochs, "How often all samples are seen")->capture_default_str();
  command.add_option("--batch-size", arguments.batch_size, "Samples of a step")->capture_default_str();
  command.add_flag("--no-shuffle", arguments.no_shuffle, "Take the samples in their order");
  command.add_option("--validation-split", arguments.validation_split,
                     "The share at the end that is kept for validation");
  command.add_option("--validation", arguments.validation,
                     "Validate with these samples and targets, two files as --x and --y take them");
  command.add_option("--seed", arguments.seed, "Seed of all random numbers");
  CLI::Option* loss = add_compile_options(command, arguments.compiling);
  command.add_option("--optimizer", arguments.compiling.optimizer, "The optimizer to compile with")
      ->needs(loss)
      ->capture_default_str();
}

}  // namespace

void add_fit(CLI::App& program) {
  const auto [command, arguments] =
      add_command(program, "fit", "Train a model", "The model: .keras, .h5 or .json", fit);
  add_samples(command, arguments.x, arguments.y);
  command.add_option("--output", arguments.output, "Where the trained model goes: .keras, .h5, .weights.h5")
      ->required();
  add_training(command, arguments);
  add_quiet(command, arguments);
}

}  // namespace keratin::tool
