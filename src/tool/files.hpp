#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "keratin/models/sequential.hpp"
#include "tool/commands.hpp"

namespace keratin::tool {

/// The files that a model is read from.
struct ModelFiles {
  std::string model, weights;
};

/// Adds the argument `model`, with these words of help, and the option --weights.
void add_model(CLI::App& command, ModelFiles& files, const std::string& help);

/// Whether a model is compiled as its file says.
enum class Compiled { no, if_supported, yes };

/// The model with its weights; with new ones from a .json without --weights. Where the way that it is
/// compiled is not supported, `if_supported` leaves it out and says so in one line on standard error. Throws
/// as load_model() and load_weights().
Sequential load(const ModelFiles& files, Compiled compiled = Compiled::no);

/// Says on standard error if the model's weights are new.
void say_if_new(const ModelFiles& files);

/// The model that is to predict, after say_if_new().
Sequential load_to_predict(const ModelFiles& files);

/// Throws ValueError unless the path ends in one of these: before work is done whose result could not be
/// written.
void check_ending(const std::string& path, std::initializer_list<std::string_view> endings);

/// Says that a file is there.
void say_written(const std::string& path);

/// Writes a text as one line to standard error, after the program's name.
void say_on_error(std::string text);

}  // namespace keratin::tool
