#include "tool/arrays.hpp"
#include "tool/commands.hpp"
#include "tool/files.hpp"

namespace keratin::tool {

namespace {

struct PredictArguments : WriteArguments {
  std::string input;
  int batch_size = 32;
};

void predict(const PredictArguments& arguments) {
  check_output(arguments.output, {".npy", ".npz"});
  const Sequential model = load_to_predict(arguments.files);
  const NamedArrays outputs = outputs_of(model, "--output");
  check_array_file(arguments.output, outputs);
  const std::vector<Tensor> y =
      model.predict_all(load_arrays(arguments.input, inputs_of(model, "--input")),
                        {.batch_size = arguments.batch_size, .verbose = arguments.quiet ? 0 : 1});
  save_arrays(arguments.output, outputs, y);
  say_written(arguments);
}

}  // namespace

void add_predict(CLI::App& program) {
  const auto [command, arguments] = add_command(program, "predict", "Write what a model makes of an array",
                                                "The model: .keras, .h5, or .json with --weights", predict);
  command
      .add_option("--input", arguments.input,
                  "Samples, the batch first: .npy, or .npz with an array for each input, by its name or in "
                  "order as arr_0, arr_1")
      ->required();
  command
      .add_option("--output", arguments.output,
                  "Where the outputs go: .npy, or .npz by the names of the outputs")
      ->required();
  command.add_option("--batch-size", arguments.batch_size, "Samples computed at once")->capture_default_str();
  add_quiet(command, arguments);
}

}  // namespace keratin::tool
