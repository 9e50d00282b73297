#include "tool/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "files/atomic_file.hpp"
#include "files/system_file.hpp"
#include "keratin/error.hpp"
#include "models/model_layer.hpp"
#include "printable.hpp"
#include "saving/json.hpp"
#include "saving/model_config.hpp"
#include "saving/model_files.hpp"

namespace keratin::tool {

namespace {

/// What is wrong, without the names that are known and what a C++ program would do.
std::string without_advice(const std::string& message) {
  const std::size_t path_end = message.find("': ");
  return message.substr(0, std::min(message.find(". ", path_end), message.find(" Load it with {")));
}

bool is_json(const std::string& path) { return path.ends_with(".json"); }

Sequential load_json(const std::string& path) {
  const std::string source = fmt::format("The file '{}'", path);
  const std::vector<std::uint8_t> text = saving::read_file(path, saving::longest_json);
  try {
    return handle_of(saving::model_of_json(source, {text.begin(), text.end()}));
  } catch (const ValueError& error) {
    const std::string reason = error.what();
    const std::size_t received = reason.find(", but received");
    if (reason.starts_with("the argument 'layer' must be a layer with its class_name") &&
        received != reason.npos)
      throw ValueError(
          fmt::format("{}: expected a model, as its to_json() writes it{}", source, reason.substr(received)));
    throw ValueError(fmt::format("{}: {}", source, reason));
  }
}

Sequential load_file(const std::string& path, Compiled compiled) {
  if (is_json(path)) return load_json(path);
  saving::Compiling compiling{.wanted = compiled != Compiled::no};
  if (compiled == Compiled::yes) {
    compiling.if_unsupported = [](const ValueError& error) {
      throw ValueError(fmt::format("{}. Give another loss with --loss", without_advice(error.what())));
    };
  } else if (compiled == Compiled::if_supported) {
    compiling.if_unsupported = [](const ValueError& error) {
      say_on_error(fmt::format("the model is left uncompiled. {}", without_advice(error.what())));
    };
  }
  return handle_of(saving::load_model_file(path, compiling));
}

/// A model of layers without weights needs no file of them.
bool has_new_weights(const ModelFiles& files, const Model& model) {
  return is_json(files.model) && files.weights.empty() && !layer_of(model).weights().empty();
}

}  // namespace

Sequential load(const ModelFiles& files, Compiled compiled) {
  check_ending(files.model, {".keras", ".h5", ".hdf5", ".json"});
  if (!files.weights.empty()) check_ending(files.weights, {".h5", ".hdf5"});
  Sequential model = load_file(files.model, compiled);
  if (!files.weights.empty()) model.load_weights(files.weights);
  return model;
}

void say_if_new(const ModelFiles& files, const Model& model) {
  if (!has_new_weights(files, model)) return;
  say_on_error(fmt::format(
      "'{}' holds no weights, so the model uses new ones: give a file of them with --weights", files.model));
}

Sequential load_to_predict(const ModelFiles& files, Compiled compiled) {
  Sequential model = load(files, compiled);
  if (!has_new_weights(files, model)) return model;
  throw ValueError(fmt::format("'{}' holds no weights: give a file of them with --weights", files.model));
}

void check_ending(const std::string& path, std::initializer_list<std::string_view> endings) {
  const auto fits = [&](std::string_view ending) { return path.ends_with(ending); };
  if (std::any_of(endings.begin(), endings.end(), fits)) return;
  throw ValueError(fmt::format("the name of the file '{}' must end in {}", path, fmt::join(endings, " or ")));
}

void check_output(const std::string& path, std::initializer_list<std::string_view> endings) {
  check_ending(path, endings);
  const saving::AtomicFile attempt(path);
}

void add_quiet(CLI::App& command, WriteArguments& arguments) {
  command.add_flag("-q,--quiet", arguments.quiet, "Print nothing");
}

void save(const Model& model, const std::string& path) {
  path.ends_with(".weights.h5") ? model.save_weights(path) : model.save(path);
}

void say_written(const WriteArguments& arguments) {
  if (!arguments.quiet) fmt::print("{} is written.\n", arguments.output);
}

void say_on_error(std::string text) {
  text.erase(text.find_last_not_of(" .\n") + 1);
  print_note(fmt::format("keratin: {}.", text));
}

}  // namespace keratin::tool
