#include "losses/known.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "keratin/error.hpp"
#include "keratin/losses/crossentropies.hpp"
#include "keratin/losses/divergences.hpp"
#include "keratin/losses/hinge.hpp"
#include "keratin/losses/regression.hpp"

namespace keratin::losses {

namespace {

template <class Class>
std::shared_ptr<const Loss> make() {
  return std::make_shared<Class>();
}

struct Known {
  std::string_view function, class_name;
  std::array<std::string_view, 3> others;  // short forms, and names in Keras 2
  std::shared_ptr<const Loss> (*make)();
};

constexpr std::array<Known, 15> known = {{
    {"mean_squared_error", "MeanSquaredError", {"mse", "MSE"}, make<MeanSquaredError>},
    {"mean_absolute_error", "MeanAbsoluteError", {"mae", "MAE"}, make<MeanAbsoluteError>},
    {"mean_absolute_percentage_error",
     "MeanAbsolutePercentageError",
     {"mape", "MAPE"},
     make<MeanAbsolutePercentageError>},
    {"mean_squared_logarithmic_error",
     "MeanSquaredLogarithmicError",
     {"msle", "MSLE"},
     make<MeanSquaredLogarithmicError>},
    {"binary_crossentropy", "BinaryCrossentropy", {"bce", "BCE"}, make<BinaryCrossentropy>},
    {"categorical_crossentropy", "CategoricalCrossentropy", {}, make<CategoricalCrossentropy>},
    {"sparse_categorical_crossentropy",
     "SparseCategoricalCrossentropy",
     {},
     make<SparseCategoricalCrossentropy>},
    {"kl_divergence", "KLDivergence", {"kld", "KLD", "kullback_leibler_divergence"}, make<KLDivergence>},
    {"poisson", "Poisson", {}, make<Poisson>},
    {"huber", "Huber", {"huber_loss"}, make<Huber>},
    {"log_cosh", "LogCosh", {"logcosh"}, make<LogCosh>},
    {"hinge", "Hinge", {}, make<Hinge>},
    {"squared_hinge", "SquaredHinge", {}, make<SquaredHinge>},
    {"categorical_hinge", "CategoricalHinge", {}, make<CategoricalHinge>},
    {"cosine_similarity", "CosineSimilarity", {}, make<CosineSimilarity>},
}};

const Known* find_known(const std::string& name) {
  const auto is_it = [&](const Known& entry) {
    return name == entry.function || name == entry.class_name ||
           std::find(entry.others.begin(), entry.others.end(), name) != entry.others.end();
  };
  const auto* found = std::find_if(known.begin(), known.end(), is_it);
  return name.empty() || found == known.end() ? nullptr : found;
}

}  // namespace

std::shared_ptr<const Loss> find(const std::string& name) {
  const Known* entry = find_known(name);
  return entry == nullptr ? nullptr : entry->make();
}

std::string function_of(const std::string& name) {
  const Known* entry = find_known(name);
  return entry == nullptr ? name : std::string(entry->function);
}

std::string class_of(const std::string& name) {
  const Known* entry = find_known(name);
  return entry == nullptr ? "" : std::string(entry->class_name);
}

std::string known_names() {
  std::string names;
  const auto add = [&](std::string_view name) {
    if (!name.empty()) names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", name);
  };
  for (const Known& entry : known) {
    add(entry.function);
    for (std::string_view name : entry.others) add(name);
    add(entry.class_name);
  }
  return names;
}

std::shared_ptr<const Loss> get(const Identifier<Loss>& identifier) {
  if (const auto& loss = identifier.object()) {
    if (!loss->name().empty() || !loss->get_config().is_none()) return loss;
    throw ValueError(
        "The loss has no name. If it was moved into another object, use that one; if its class is your own, "
        "name() must not be empty.");
  }
  if (!identifier) return nullptr;
  if (std::shared_ptr<const Loss> found = find(identifier.name())) return found;
  throw ValueError(
      fmt::format("Unknown loss \"{}\". Known: {}. For another one derive a class from losses::Loss, or make "
                  "a losses::LossFunctionWrapper.",
                  identifier.name(), known_names()));
}

}  // namespace keratin::losses
