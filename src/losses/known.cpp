// Losses by their names, and in configs.
#include "losses/known.hpp"

#include "config/class_table.hpp"
#include "config/registry.hpp"
#include "losses/fields.hpp"

namespace keratin::losses {

namespace {

template <class Class, class Options>
KnownClass<Loss> known(std::vector<std::string_view> names) {
  return known_class<Loss, Class, Options>(std::move(names));
}

std::shared_ptr<Loss> read_wrapped(const Config& config);

/// The names after a class's are its function's, its short forms and those of Keras 2.
const ClassTable<Loss>& table() {
  static const ClassTable<Loss> classes(
      "loss", "losses::Loss, or make a losses::LossFunctionWrapper; register_loss() gives it a name",
      "keras.losses",
      {known<MeanSquaredError, MeanSquaredErrorOptions>(
           {"MeanSquaredError", "mean_squared_error", "mse", "MSE"}),
       known<MeanAbsoluteError, MeanAbsoluteErrorOptions>(
           {"MeanAbsoluteError", "mean_absolute_error", "mae", "MAE"}),
       known<MeanAbsolutePercentageError, MeanAbsolutePercentageErrorOptions>(
           {"MeanAbsolutePercentageError", "mean_absolute_percentage_error", "mape", "MAPE"}),
       known<MeanSquaredLogarithmicError, MeanSquaredLogarithmicErrorOptions>(
           {"MeanSquaredLogarithmicError", "mean_squared_logarithmic_error", "msle", "MSLE"}),
       known<BinaryCrossentropy, BinaryCrossentropyOptions>(
           {"BinaryCrossentropy", "binary_crossentropy", "bce", "BCE"}),
       known<CategoricalCrossentropy, CategoricalCrossentropyOptions>(
           {"CategoricalCrossentropy", "categorical_crossentropy"}),
       known<SparseCategoricalCrossentropy, SparseCategoricalCrossentropyOptions>(
           {"SparseCategoricalCrossentropy", "sparse_categorical_crossentropy"}),
       known<KLDivergence, KLDivergenceOptions>(
           {"KLDivergence", "kl_divergence", "kld", "KLD", "kullback_leibler_divergence"}),
       known<Poisson, PoissonOptions>({"Poisson", "poisson"}),
       known<Huber, HuberOptions>({"Huber", "huber", "huber_loss"}),
       known<LogCosh, LogCoshOptions>({"LogCosh", "log_cosh", "logcosh"}),
       known<Hinge, HingeOptions>({"Hinge", "hinge"}),
       known<SquaredHinge, SquaredHingeOptions>({"SquaredHinge", "squared_hinge"}),
       known<CategoricalHinge, CategoricalHingeOptions>({"CategoricalHinge", "categorical_hinge"}),
       known<CosineSimilarity, CosineSimilarityOptions>({"CosineSimilarity", "cosine_similarity"}),
       {{"LossFunctionWrapper"}, read_wrapped}});
  return classes;
}

/// Keras 2's class for a loss that was given as a function.
std::shared_ptr<Loss> read_wrapped(const Config& config) {
  const Config* fn = config.find("fn");
  const auto* name = fn == nullptr ? nullptr : fn->as<std::string>();
  const KnownClass<Loss>* loss = name == nullptr ? nullptr : table().find_named(*name);
  if (loss == nullptr) refuse_argument("fn", "the name of a loss of Keras's", fn == nullptr ? Config() : *fn);
  return loss->read(config);
}

Registry<Loss>& registry() {
  static Registry<Loss> losses;
  return losses;
}

}  // namespace

std::string function_of(const std::string& name) {
  const KnownClass<Loss>* loss = table().find_named(name);
  return loss == nullptr ? name : loss->function();
}

std::string class_of(const std::string& name) {
  const KnownClass<Loss>* loss = table().find_named(name);
  return loss == nullptr ? "" : loss->class_name();
}

std::vector<std::string> known_names() { return table().names(); }

std::shared_ptr<const Loss> get(const Identifier<Loss>& identifier) {
  if (const auto& loss = identifier.object()) {
    if (!loss->name().empty() || !loss->get_config().is_none()) return loss;
    throw ValueError(
        "The loss has no name. If it was moved into another object, use that one; if its class is your own, "
        "name() must not be empty.");
  }
  if (!identifier) return nullptr;
  if (std::shared_ptr<const Loss> own = registry().find(identifier.name())) return own;
  return table().make(identifier.name());
}

bool is_registered(const std::string& name) { return registry().find(name) != nullptr; }

bool is_own(const Identifier<Loss>& identifier) {
  const auto& loss = identifier.object();
  return loss != nullptr && !table().is_of(loss->class_name(), *loss) && !is_registered(loss->name());
}

Config to_config(const Identifier<Loss>& identifier) {
  if (!identifier) return {};
  if (identifier.object() == nullptr) return identifier.name();
  const Loss& loss = *identifier.object();
  if (table().is_of(loss.class_name(), loss))
    return keratin::to_config("keras.losses", {loss.class_name(), loss.get_config()});
  if (table().find(loss.name()) == nullptr) return loss.name();
  throw ValueError(
      fmt::format("The loss {} is your own, but has a name of Keras's, so that no file can hold it. Give it "
                  "another name.",
                  loss.name()));
}

void read_argument(std::string_view argument, const Config& config, Identifier<Loss>& identifier) {
  if (const auto* name = config.as<std::string>()) {
    identifier = *name;
  } else if (std::string function = function_name(config); !function.empty()) {
    identifier = std::move(function);
  } else if (std::string own = users_name(config); is_registered(own)) {
    identifier = std::move(own);
  } else {
    identifier = std::shared_ptr<const Loss>(table().read(argument, config));
  }
}

}  // namespace keratin::losses

void keratin::register_loss(const Identifier<losses::Loss>& loss) {
  losses::registry().add("register_loss", loss.object(),
                         [](const std::string& name) { return losses::table().find(name) != nullptr; });
}
