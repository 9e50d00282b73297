#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "keratin/models/sequential.hpp"
#include "tool/commands.hpp"

namespace keratin::tool {

/// The files that a model is read from.
struct ModelFiles {
  std::string model, weights;
};

/// What the commands that write a file have in common.
struct WriteArguments {
  ModelFiles files;
  std::string output;
  bool quiet = false;
};

/// Adds the command `name`, which calls `run` with its arguments, with the argument `model` and the option
/// --weights. Returns the command and its arguments, for the caller to add the other options.
template <class Arguments>
std::pair<CLI::App&, Arguments&> add_command(CLI::App& program, const char* name, const char* help,
                                             const char* help_of_model, void (*run)(const Arguments&)) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand(name, help);
  command->add_option("model", arguments->files.model, help_of_model)->required();
  command->add_option("--weights", arguments->files.weights,
                      "A file of weights for the model: .weights.h5, or .h5 as Keras 2 wrote it");
  command->callback([arguments, run] { run(*arguments); });
  return {*command, *arguments};
}

/// Adds the option --quiet.
void add_quiet(CLI::App& command, WriteArguments& arguments);

/// Whether a model is compiled as its file says.
enum class Compiled { no, if_supported, yes };

/// The model with its weights; with new ones from a .json without --weights. If the way that it is
/// compiled is not supported, `if_supported` leaves it out and says so in one line on standard error. Throws
/// as load_model() and load_weights().
Sequential load(const ModelFiles& files, Compiled compiled = Compiled::no);

/// Says on standard error if the model's weights are new.
void say_if_new(const ModelFiles& files, const Model& model);

/// The model that is to predict. Throws ValueError if its weights would be new.
Sequential load_to_predict(const ModelFiles& files, Compiled compiled = Compiled::no);

/// Throws ValueError unless the path ends in one of these.
void check_ending(const std::string& path, std::initializer_list<std::string_view> endings);

/// The same, and throws IOError if no file can be written there: before work is done that would be lost.
void check_output(const std::string& path, std::initializer_list<std::string_view> endings);

/// Saves the model, or only its weights if the path ends in .weights.h5.
void save(const Model& model, const std::string& path);

/// Says that the file is written, unless the command is quiet.
void say_written(const WriteArguments& arguments);

/// Writes a text as one line to standard error, after the program's name.
void say_on_error(std::string text);

}  // namespace keratin::tool
