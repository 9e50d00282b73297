#include "saving/older_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "models/deserialize.hpp"
#include "printable.hpp"

namespace keratin::saving {

namespace {

/// The names of all layers below a serialized layer, its own among them.
void collect_names(const Config& serialized, std::set<std::string>& names) {
  const Config* arguments = serialized.find("config");
  if (arguments == nullptr) return;
  const Config* name = arguments->find("name");
  if (name != nullptr && name->as<std::string>() != nullptr) names.insert(*name->as<std::string>());
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
    for (int number = 1; !names.insert(allowed).second; ++number)
      allowed = fmt::format("{}_{}", base, number);
    renamed.emplace(name, allowed);
  }
  return renamed;
}

/// `config` with these texts, which name layers at any place of a graph.
Config with_names(const Config& config, const NewNames& names) {
  if (const auto* text = config.as<std::string>()) {
    const auto found = names.find(*text);
    return found == names.end() ? config : Config(found->second);
  }
  if (const auto* list = config.as<Config::List>()) {
    Config::List renamed;
    for (const Config& element : *list) renamed.push_back(with_names(element, names));
    return renamed;
  }
  if (const auto* entries = config.as<Config::Entries>()) {
    Config::Entries renamed;
    for (const auto& [key, value] : *entries) renamed.emplace_back(key, with_names(value, names));
    return Config::entries(std::move(renamed));
  }
  return config;
}

}  // namespace

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
  return with_names(model, renamed);
}

}  // namespace keratin::saving
