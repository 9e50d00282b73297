#include "saving/layer_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "models/deserialize.hpp"
#include "printable.hpp"
#include "saving/config_values.hpp"

namespace keratin::saving {

namespace {

/// The names of all layers below a serialized layer, its own among them.
void collect_names(const Config& serialized, std::set<std::string>& names) {
  const Config* arguments = serialized.find("config");
  if (arguments == nullptr) return;
  const Config* name = arguments->find("name");
  if (name != nullptr && name->as<std::string>() != nullptr) names.insert(*name->as<std::string>());
  if (const Config* inner = argument_layer(serialized)) collect_names(*inner, names);
  const Config::List* layers = inner_layers(serialized);
  if (layers == nullptr) return;
  for (const Config& layer : *layers) collect_names(layer, names);
}

using NewNames = std::map<std::string, std::string>;

NewNames allowed_names(std::set<std::string> names) {
  NewNames renamed;
  for (const std::string& name : std::set<std::string>(names)) {
    if (name.find('/') == std::string::npos) continue;
    const std::string base = allowed_name(name);
    std::string allowed = base;
    for (std::size_t number = 1; !names.insert(allowed).second; ++number)
      allowed = numbered_name(base, number);
    renamed.emplace(name, allowed);
  }
  return renamed;
}

}  // namespace

std::string numbered_name(const std::string& stem, std::size_t number) {
  return number == 0 ? stem : fmt::format("{}_{}", stem, number);
}

std::optional<std::size_t> number_in(const std::string& name, const std::string& stem) {
  if (name == stem) return 0;
  if (!name.starts_with(stem + "_")) return std::nullopt;
  std::size_t number = 0;
  std::from_chars(name.data() + stem.size() + 1, name.data() + name.size(), number);
  if (number == 0 || numbered_name(stem, number) != name) return std::nullopt;
  return number;
}

std::string without_number(const std::string& name) {
  const std::string stem = name.substr(0, name.rfind('_'));
  return number_in(name, stem) ? stem : name;
}

std::string allowed_name(std::string name) {
  std::replace(name.begin(), name.end(), '/', '_');
  return name;
}

Config with_allowed_names(Config model, const std::string& source) {
  std::set<std::string> names;
  collect_names(model, names);
  const NewNames renamed = allowed_names(std::move(names));
  if (renamed.empty()) return model;
  const auto& [name, allowed] = *renamed.begin();
  print_note(fmt::format(
      "{}: the layer \"{}\" is renamed \"{}\"{}: Keras 3 does not allow \"/\" in names.", source, name,
      allowed, renamed.size() == 1 ? "" : fmt::format(", and {} more likewise", renamed.size() - 1)));
  return with_values(model, [&](const std::string& /*key*/, Config value) {
    const auto* text = value.as<std::string>();  // it may name a layer at any place of a graph
    const auto found = text == nullptr ? renamed.end() : renamed.find(*text);
    return found == renamed.end() ? value : Config(found->second);
  });
}

}  // namespace keratin::saving
