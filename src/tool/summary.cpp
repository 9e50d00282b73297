#include <memory>

#include "tool/commands.hpp"
#include "tool/files.hpp"

namespace keratin::tool {

namespace {

struct SummaryArguments {
  ModelFiles files;
  SummaryOptions options;
};

void summary(const SummaryArguments& arguments) {
  const bool counts_optimizer = arguments.options.style == "keras3";
  load(arguments.files, counts_optimizer ? Compiled::if_supported : Compiled::no).summary(arguments.options);
}

}  // namespace

void add_summary(CLI::App& program) {
  const auto arguments = std::make_shared<SummaryArguments>();
  CLI::App* command = program.add_subcommand("summary", "Print the table of a model's layers");
  SummaryOptions& options = arguments->options;
  add_model(*command, arguments->files, "The model: .keras, .h5 or .json");
  command->add_option("--style", options.style, "keras2, keras3 or explain")->capture_default_str();
  command->add_option("--line-length", options.line_length, "Columns of the table");
  command->add_flag("--expand-nested", options.expand_nested, "List the layers of nested models");
  command->add_flag("--show-trainable", options.show_trainable, "Say which layers train");
  command->callback([arguments] { summary(*arguments); });
}

}  // namespace keratin::tool
