#include "tool/arrays.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "keratin/error.hpp"
#include "keratin/utils/npy.hpp"
#include "models/model_layer.hpp"
#include "models/trained_output.hpp"
#include "tool/files.hpp"

namespace keratin::tool {

namespace {

using ArraysByName = std::map<std::string, Tensor>;

bool is_npz(const std::string& path) { return path.ends_with(".npz"); }

std::string quoted(const std::vector<std::string>& names) {
  return names.empty() ? "none" : fmt::format("'{}'", fmt::join(names, "', '"));
}

/// `names` that are not among `others`.
std::vector<std::string> without(const std::vector<std::string>& names,
                                 const std::vector<std::string>& others) {
  std::vector<std::string> rest;
  std::copy_if(names.begin(), names.end(), std::back_inserter(rest), [&](const std::string& name) {
    return std::find(others.begin(), others.end(), name) == others.end();
  });
  return rest;
}

[[noreturn]] void fail_names(const std::string& path, const NamedArrays& named,
                             const std::vector<std::string>& found) {
  throw ValueError(fmt::format(
      "{}: the file '{}' must hold an array for each {} of the model, by name or as arr_0, arr_1 and so on: "
      "expected {}; missing: {}; unexpected: {}",
      named.option, path, named.what, quoted(named.names), quoted(without(named.names, found)),
      quoted(without(found, named.names))));
}

/// The arrays of a .npz; that of another file without a name.
ArraysByName read_arrays(const std::string& path, const NamedArrays& named) {
  try {
    if (is_npz(path)) return utils::load_npz(path);
    return {{"", utils::load_npy(path)}};
  } catch (const IOError& error) {
    throw IOError(fmt::format("{}: {}", named.option, error.what()));
  }
}

}  // namespace

NamedArrays inputs_of(const Model& model, const std::string& option) {
  const auto& form = layer_of(model).functional_form();
  return {option, "input", form ? form->input_names : std::vector<std::string>{"input"}};
}

NamedArrays outputs_of(const Model& model, const std::string& option) {
  return {option, "output", output_names(layer_of(model))};
}

void add_samples(CLI::App& command, std::string& x, std::string& y) {
  command
      .add_option("--x", x,
                  "Samples, the batch first: .npy, or .npz with an array for each input, by its name or in "
                  "order as arr_0, arr_1")
      ->required();
  command.add_option("--y", y, "Targets: .npy, or .npz with an array for each output")->required();
}

std::vector<Tensor> load_arrays(const std::string& path, const NamedArrays& named) {
  check_array_file(path, named);
  ArraysByName arrays = read_arrays(path, named);
  if (arrays.size() == 1 && named.names.size() == 1) return {std::move(arrays.begin()->second)};
  std::vector<std::string> found, numbered;
  for (const auto& [name, array] : arrays) found.push_back(name);
  for (std::size_t i = 0; i < named.names.size(); ++i) numbered.push_back(fmt::format("arr_{}", i));
  const auto fits = [&](const std::vector<std::string>& names) {
    return arrays.size() == names.size() && without(names, found).empty();
  };
  if (!fits(named.names) && !fits(numbered)) fail_names(path, named, found);
  std::vector<Tensor> ordered;
  for (const std::string& name : fits(named.names) ? named.names : numbered)
    ordered.push_back(std::move(arrays.at(name)));
  return ordered;
}

void check_array_file(const std::string& path, const NamedArrays& named) {
  if (is_npz(path) || named.names.size() == 1) return;
  throw ValueError(
      fmt::format("{}: the model has the {}s {}, so this takes a .npz file with an array for each, but "
                  "received '{}'",
                  named.option, named.what, quoted(named.names), path));
}

void save_arrays(const std::string& path, const NamedArrays& named, const std::vector<Tensor>& arrays) {
  if (!is_npz(path)) return utils::save_npy(path, arrays.front());
  ArraysByName by_name;
  for (std::size_t i = 0; i < arrays.size(); ++i) by_name.emplace(named.names[i], arrays[i]);
  utils::save_npz(path, by_name);
}

}  // namespace keratin::tool
