#include <cstdint>
#include <optional>

#include "keratin/utils/random_seed.hpp"
#include "tool/arrays.hpp"
#include "tool/commands.hpp"
#include "tool/files.hpp"

namespace keratin::tool {

namespace {

struct FitArguments : WriteArguments {
  std::string x, y, optimizer = "adam", loss;
  std::vector<std::string> metrics;
  int epochs = 1, batch_size = 32;
  double validation_split = 0.0;
  std::optional<std::int64_t> seed;
  bool no_shuffle = false;
};

void fit(const FitArguments& arguments) {
  check_output(arguments.output, {".keras", ".h5", ".hdf5"});
  if (arguments.seed) utils::set_random_seed(*arguments.seed);
  const bool compiles = !arguments.loss.empty();
  Sequential model = load(arguments.files, compiles ? Compiled::no : Compiled::yes);
  if (compiles) {
    model.compile({.optimizer = arguments.optimizer,
                   .loss = arguments.loss,
                   .metrics = {arguments.metrics.begin(), arguments.metrics.end()}});
  }
  FitOptions options = {.batch_size = arguments.batch_size,
                        .epochs = arguments.epochs,
                        .validation_split = arguments.validation_split,
                        .shuffle = !arguments.no_shuffle};
  if (arguments.quiet) options.verbose = 0;
  model.fit(load_arrays(arguments.x, inputs_of(model, "--x")),
            load_arrays(arguments.y, outputs_of(model, "--y")), options);
  save(model, arguments.output);
  say_written(arguments);
}

}  // namespace

void add_fit(CLI::App& program) {
  const auto [command, arguments] =
      add_command(program, "fit", "Train a model", "The model: .keras, .h5 or .json", fit);
  command
      .add_option("--x", arguments.x,
                  "Samples, the batch first: .npy, or .npz with an array for each input, by its name or in "
                  "order as arr_0, arr_1")
      ->required();
  command.add_option("--y", arguments.y, "Targets: .npy, or .npz with an array for each output")->required();
  command.add_option("--epochs", arguments.epochs, "How often all samples are seen")->capture_default_str();
  command.add_option("--batch-size", arguments.batch_size, "Samples of a step")->capture_default_str();
  command.add_flag("--no-shuffle", arguments.no_shuffle, "Take the samples in their order");
  command.add_option("--validation-split", arguments.validation_split,
                     "The share at the end that is kept for validation");
  command.add_option("--output", arguments.output, "Where the trained model goes: .keras, .h5, .weights.h5")
      ->required();
  CLI::Option* loss = command.add_option(
      "--loss", arguments.loss, "Compile with this loss; by default as the file says how it was compiled");
  command.add_option("--optimizer", arguments.optimizer, "The optimizer to compile with")
      ->needs(loss)
      ->capture_default_str();
  command.add_option("--metrics", arguments.metrics, "The metrics to compile with")->needs(loss);
  command.add_option("--seed", arguments.seed, "Seed of all random numbers");
  add_quiet(command, arguments);
}

}  // namespace keratin::tool
