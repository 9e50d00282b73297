#include "saving/cpp/cpp_compile.hpp"

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

}  // namespace

std::string cpp_compile_options(const Trainer& trainer) {
  const Config config = trainer.compile_config();
  Config options = Config::entries({{"optimizer", with_short_rate(config.get<Config>("optimizer"))},
                                    {"loss", config.get<Config>("loss")}});
  for (const char* metrics : {"metrics", "weighted_metrics"}) {
    const auto given = config.get<Config>(metrics);
    if (given.as<Config::List>() != nullptr && !given.as<Config::List>()->empty())
      options.set(metrics, given);
  }
  return cpp_options(options, Config::entries());
}

}  // namespace keratin::saving
