#include "tool/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "files/read_file.hpp"
#include "keratin/error.hpp"
#include "keratin/models/load_model.hpp"
#include "models/sequential_layer.hpp"
#include "printable.hpp"
#include "saving/json.hpp"
#include "saving/model_config.hpp"

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
    throw ValueError(fmt::format("{}: {}", source, error.what()));
  }
}

Sequential load_file(const std::string& path, Compiled compiled) {
  if (is_json(path)) return load_json(path);
  if (compiled != Compiled::if_supported) return load_model(path, {.compile = compiled == Compiled::yes});
  try {
    return load_model(path);
  } catch (const ValueError& error) {
    const Sequential model = load_model(path, {.compile = false});
    say_on_error(fmt::format("the model is left uncompiled. {}", without_advice(error.what())));
    return model;
  }
}

}  // namespace

void add_model(CLI::App& command, ModelFiles& files, const std::string& help) {
  command.add_option("model", files.model, help)->required();
  command.add_option("--weights", files.weights,
                     "A file of weights for the model: .weights.h5, or .h5 as Keras 2 wrote it");
}

Sequential load(const ModelFiles& files, Compiled compiled) {
  check_ending(files.model, {".keras", ".h5", ".hdf5", ".json"});
  if (!files.weights.empty()) check_ending(files.weights, {".h5", ".hdf5"});
  Sequential model = load_file(files.model, compiled);
  if (!files.weights.empty()) model.load_weights(files.weights);
  return model;
}

void say_if_new(const ModelFiles& files) {
  if (!is_json(files.model) || !files.weights.empty()) return;
  say_on_error(fmt::format(
      "'{}' holds no weights, so the model uses new ones: give a file of them with --weights", files.model));
}

Sequential load_to_predict(const ModelFiles& files) {
  Sequential model = load(files);
  say_if_new(files);
  return model;
}

void check_ending(const std::string& path, std::initializer_list<std::string_view> endings) {
  const auto fits = [&](std::string_view ending) { return path.ends_with(ending); };
  if (std::any_of(endings.begin(), endings.end(), fits)) return;
  throw ValueError(fmt::format("the name of the file '{}' must end in {}", path, fmt::join(endings, " or ")));
}

void say_written(const std::string& path) { fmt::print("{} is written.\n", path); }

void say_on_error(std::string text) {
  text.erase(text.find_last_not_of(" .\n") + 1);
  print_note(fmt::format("keratin: {}.", text));
}

}  // namespace keratin::tool
