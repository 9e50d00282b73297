
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
  const auto [command, arguments] = add_command(program, "summary", "Print the table of a model's layers",
                                                "The model: .keras, .h5 or .json", summary);
  SummaryOptions& options = arguments.options;
  command.add_option("--style", options.style, "keras2, keras3 or explain")->capture_default_str();
  command.add_option("--line-length", options.line_length, "Columns of the table");
  command.add_flag("--expand-nested", options.expand_nested, "List the layers of nested models");
  command.add_flag("--show-trainable", options.show_trainable, "Say which layers train");
}

}  // namespace keratin::tool
