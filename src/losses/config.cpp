// Losses in configs.
#include <fmt/format.h>

#include "config/object_classes.hpp"
#include "keratin/error.hpp"
#include "losses/fields.hpp"
#include "losses/known.hpp"

namespace keratin::losses {

namespace {

/// Also where Keras 2 wrote the arguments: with a function that the class says already, and with a reduction
/// that was chosen in training, always the mean.
template <class Class, class Options>
std::shared_ptr<const Loss> make(const Config& config) {
  Config arguments = config;
  const Config* reduction = config.find("reduction");
  if (reduction != nullptr && *reduction == Config("auto")) arguments.set("reduction", "sum_over_batch_size");
  ConfigReader reader(arguments);
  reader.ignore("fn");
  return std::make_shared<const Class>(reader.options<Options>());
}

std::shared_ptr<const Loss> make_wrapped(const Config& config);

const ObjectClasses<Loss>& known_classes() {
  static const ObjectClasses<Loss> classes = {
      {"BinaryCrossentropy", make<BinaryCrossentropy, BinaryCrossentropyOptions>},
      {"CategoricalCrossentropy", make<CategoricalCrossentropy, CategoricalCrossentropyOptions>},
      {"CategoricalHinge", make<CategoricalHinge, CategoricalHingeOptions>},
      {"CosineSimilarity", make<CosineSimilarity, CosineSimilarityOptions>},
      {"Hinge", make<Hinge, HingeOptions>},
      {"Huber", make<Huber, HuberOptions>},
      {"KLDivergence", make<KLDivergence, KLDivergenceOptions>},
      {"LogCosh", make<LogCosh, LogCoshOptions>},
      {"LossFunctionWrapper", make_wrapped},
      {"MeanAbsoluteError", make<MeanAbsoluteError, MeanAbsoluteErrorOptions>},
      {"MeanAbsolutePercentageError", make<MeanAbsolutePercentageError, MeanAbsolutePercentageErrorOptions>},
      {"MeanSquaredError", make<MeanSquaredError, MeanSquaredErrorOptions>},
      {"MeanSquaredLogarithmicError", make<MeanSquaredLogarithmicError, MeanSquaredLogarithmicErrorOptions>},
      {"Poisson", make<Poisson, PoissonOptions>},
      {"SparseCategoricalCrossentropy",
       make<SparseCategoricalCrossentropy, SparseCategoricalCrossentropyOptions>},
      {"SquaredHinge", make<SquaredHinge, SquaredHingeOptions>}};
  return classes;
}

/// What Keras 2 made of a loss that was given by its function: the class of that function.
std::shared_ptr<const Loss> make_wrapped(const Config& config) {
  const Config* fn = config.find("fn");
  const auto* name = fn == nullptr ? nullptr : fn->as<std::string>();
  const std::string class_name = name == nullptr ? "" : class_of(*name);
  if (class_name.empty())
    refuse_argument("fn", "the name of a loss of Keras's", fn == nullptr ? Config() : *fn);
  return known_classes().find(class_name)->second(config);
}

}  // namespace

Config to_config(const Identifier<Loss>& identifier) {
  if (!identifier) return {};
  if (identifier.object() == nullptr) return identifier.name();
  const Loss& loss = *identifier.object();
  if (!loss.class_name().empty())
    return keratin::to_config("keras.losses", {loss.class_name(), loss.get_config()});
  throw ValueError(
      fmt::format("The loss {} is your own class or function, which no file can hold. Save with "
                  "{{.include_optimizer = false}}, and compile() the loaded model.",
                  loss.name()));
}

void read_argument(std::string_view argument, const Config& config, Identifier<Loss>& identifier) {
  if (const auto* name = config.as<std::string>()) {
    identifier = *name;
  } else if (std::string function = function_name(config); !function.empty()) {
    identifier = std::move(function);
  } else {
    identifier = read_object("loss", known_classes(), argument, config);
  }
}

}  // namespace keratin::losses
