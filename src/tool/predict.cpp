#include <memory>

#include "keratin/utils/npy.hpp"
#include "tool/commands.hpp"
#include "tool/files.hpp"

namespace keratin::tool {

namespace {

struct PredictArguments {
  ModelFiles files;
  std::string input, output;
  int batch_size = 32;
  bool quiet = false;
};

void predict(const PredictArguments& arguments) {
  check_ending(arguments.output, {".npy"});
  const Sequential model = load_to_predict(arguments.files);
  const Tensor y = model.predict(utils::load_npy(arguments.input),
                                 {.batch_size = arguments.batch_size, .verbose = arguments.quiet ? 0 : 1});
  utils::save_npy(arguments.output, y);
  if (!arguments.quiet) say_written(arguments.output);
}

}  // namespace

void add_predict(CLI::App& program) {
  const auto arguments = std::make_shared<PredictArguments>();
  CLI::App* command = program.add_subcommand("predict", "Write what a model makes of an array");
  add_model(*command, arguments->files, "The model: .keras, .h5, or .json with --weights");
  command->add_option("--input", arguments->input, "Samples, the batch first: .npy")->required();
  command->add_option("--output", arguments->output, "Where the outputs go: .npy")->required();
  command->add_option("--batch-size", arguments->batch_size, "Samples computed at once")
      ->capture_default_str();
  command->add_flag("-q,--quiet", arguments->quiet, "Print nothing");
  command->callback([arguments] { predict(*arguments); });
}

}  // namespace keratin::tool
