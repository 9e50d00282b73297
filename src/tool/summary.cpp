#include <memory>

#include "tool/commands.hpp"
#include "tool/files.hpp"

namespace keratin::tool {

namespace {

struct Arguments {
  std::string model;
  SummaryOptions options;
};

}  // namespace

void add_summary(CLI::App& program) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand("summary", "Print the table of a model's layers");
  SummaryOptions& options = arguments->options;
  command->add_option("model", arguments->model, "The model: .keras, .h5 or .json")->required();
  command->add_option("--style", options.style, "keras2, keras3 or explain")->capture_default_str();
  command->add_option("--line-length", options.line_length, "Columns of the table");
  command->add_flag("--expand-nested", options.expand_nested, "List the layers of nested models");
  command->add_flag("--show-trainable", options.show_trainable, "Say which layers train");
  command->callback([arguments] { load(arguments->model).summary(arguments->options); });
}

}  // namespace keratin::tool
