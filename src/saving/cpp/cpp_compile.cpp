#include "saving/cpp/cpp_compile.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "config/values.hpp"
#include "saving/cpp/cpp_values.hpp"

namespace keratin::saving {

namespace {

/// The optimizer with its learning rate as short as the float32 that Keras keeps it in: 0.001, not
/// 0.0010000000474974513.
Config with_short_rate(Config optimizer) {
  auto config = optimizer.get<Config>("config");
  const Config* rate = config.find("learning_rate");
  if (rate == nullptr || rate->as<double>() == nullptr) return optimizer;
  config.set("learning_rate", to_config(static_cast<float>(*rate->as<double>())));
  optimizer.set("config", std::move(config));
  return optimizer;
}

const Config::List* list_of(const Config& config, const char* name) {
  const Config* entry = config.find(name);
  return entry == nullptr ? nullptr : entry->as<Config::List>();
}

/// `{"mse", {}}`, in which nothing stands for an output that is not trained.
std::string cpp_losses(const Config::List& losses) {
  std::vector<std::string> values;
  for (const Config& loss : losses) values.push_back(loss.is_none() ? "{}" : cpp_value(loss));
  return fmt::format("{{{}}}", fmt::join(values, ", "));
}

bool is_empty_list(const Config& config) {
  const auto* list = config.as<Config::List>();
  return list != nullptr && list->empty();
}

}  // namespace

std::string cpp_compile_options(const Trainer& trainer) {
  const Config config = trainer.compile_config();
  if (const auto own = trainer.own_objects(); !own.empty()) {
    throw ValueError(
        fmt::format("The {0} {1} is your own, and C++ source can only name it: make it known with "
                    "register_{0}() first, here and in that program.",
                    own.front().kind, own.front().name));
  }
  const Config::List* losses = list_of(config, "loss");
  std::vector<std::string> options;
  const auto add = [&](const char* name, const std::string& value) {
    options.push_back(fmt::format(".{} = {}", name, value));
  };
  add("optimizer", cpp_value(with_short_rate(config.get<Config>("optimizer"))));
  if (losses == nullptr) {
    if (!config.find("loss")->is_none()) add("loss", cpp_value(config.get<Config>("loss")));
    for (const char* name : {"metrics", "weighted_metrics"}) {
      const Config::List* metrics = list_of(config, name);
      if (metrics != nullptr && !metrics->empty()) add(name, cpp_value(*metrics));
    }
  } else {
    add("losses", cpp_losses(*losses));
  }
  const Config::List* weights = list_of(config, "loss_weights");
  const auto is_one = [](const Config& weight) { return weight == Config(1.0); };
  if (weights != nullptr && !std::all_of(weights->begin(), weights->end(), is_one))
    add("loss_weights", cpp_value(*weights));
  const Config::List* metrics = losses == nullptr ? nullptr : list_of(config, "metrics");
  if (metrics != nullptr && !std::all_of(metrics->begin(), metrics->end(), is_empty_list))
    add("output_metrics", cpp_value(*metrics));
  return fmt::format("{{{}}}", fmt::join(options, ", "));
}

}  // namespace keratin::saving
