#pragma once

#include <string>
#include <utility>

#include "keratin/config.hpp"

namespace keratin::saving {

/// `config` with `change(key, value)` in place of each value in it, the inner ones first; the key is empty
/// for those in lists.
template <class Change>
Config with_values(const Config& config, const Change& change, const std::string& key = "") {
  if (const auto* list = config.as<Config::List>()) {
    Config::List changed;
    for (const Config& element : *list) changed.push_back(with_values(element, change));
    return change(key, std::move(changed));
  }
  if (const auto* entries = config.as<Config::Entries>()) {
    Config::Entries changed;
    for (const auto& [name, value] : *entries) changed.emplace_back(name, with_values(value, change, name));
    return change(key, Config::entries(std::move(changed)));
  }
  return change(key, config);
}

}  // namespace keratin::saving
