
#include "keratin/utils/npy.hpp"
#include "tool/commands.hpp"
#include "tool/files.hpp"

namespace keratin::tool {

namespace {

struct PredictArguments : WriteArguments {
  std::string input;
  int batch_size = 32;
};

void predict(const PredictArguments& arguments) {
  check_ending(arguments.output, {".npy"});
  const Sequential model = load_to_predict(arguments.files);
  const Tensor y = model.predict(utils::load_npy(arguments.input),
                                 {.batch_size = arguments.batch_size, .verbose = arguments.quiet ? 0 : 1});
  utils::save_npy(arguments.output, y);
  say_written(arguments);
}

}  // namespace

void add_predict(CLI::App& program) {
  const auto [command, arguments] = add_command(program, "predict", "Write what a model makes of an array",
                                                "The model: .keras, .h5, or .json with --weights", predict);
  command.add_option("--input", arguments.input, "Samples, the batch first: .npy")->required();
  command.add_option("--output", arguments.output, "Where the outputs go: .npy")->required();
  command.add_option("--batch-size", arguments.batch_size, "Samples computed at once")->capture_default_str();
  add_quiet(command, arguments);
}

}  // namespace keratin::tool
