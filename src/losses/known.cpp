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
  std::array<std::string_view, 4> names;  // Keras's function, its short forms, and the class
  std::shared_ptr<const Loss> (*make)();
};

constexpr std::array<Known, 15> known = {{
    {{"mean_squared_error", "mse", "MSE", "MeanSquaredError"}, make<MeanSquaredError>},
    {{"mean_absolute_error", "mae", "MAE", "MeanAbsoluteError"}, make<MeanAbsoluteError>},
    {{"mean_absolute_percentage_error", "mape", "MAPE", "MeanAbsolutePercentageError"},
     make<MeanAbsolutePercentageError>},
    {{"mean_squared_logarithmic_error", "msle", "MSLE", "MeanSquaredLogarithmicError"},
     make<MeanSquaredLogarithmicError>},
    {{"binary_crossentropy", "bce", "BCE", "BinaryCrossentropy"}, make<BinaryCrossentropy>},
    {{"categorical_crossentropy", "CategoricalCrossentropy"}, make<CategoricalCrossentropy>},
    {{"sparse_categorical_crossentropy", "SparseCategoricalCrossentropy"},
     make<SparseCategoricalCrossentropy>},
    {{"kl_divergence", "kld", "KLD", "KLDivergence"}, make<KLDivergence>},
    {{"poisson", "Poisson"}, make<Poisson>},
    {{"huber", "Huber"}, make<Huber>},
    {{"log_cosh", "LogCosh"}, make<LogCosh>},
    {{"hinge", "Hinge"}, make<Hinge>},
    {{"squared_hinge", "SquaredHinge"}, make<SquaredHinge>},
    {{"categorical_hinge", "CategoricalHinge"}, make<CategoricalHinge>},
    {{"cosine_similarity", "CosineSimilarity"}, make<CosineSimilarity>},
}};

}  // namespace

std::shared_ptr<const Loss> find(const std::string& name) {
  for (const Known& entry : known) {
    if (!name.empty() && std::find(entry.names.begin(), entry.names.end(), name) != entry.names.end()) {
      return entry.make();
    }
  }
  return nullptr;
}

std::string known_names() {
  std::string names;
  for (const Known& entry : known) {
    for (std::string_view name : entry.names) {
      if (!name.empty()) names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", name);
    }
  }
  return names;
}

std::shared_ptr<const Loss> get(const Identifier<Loss>& identifier) {
  if (!identifier || identifier.object() != nullptr) return identifier.object();
  if (std::shared_ptr<const Loss> found = find(identifier.name())) return found;
  throw ValueError(
      fmt::format("Unknown loss \"{}\". Known: {}. For another one derive a class from losses::Loss, or make "
                  "a losses::LossFunctionWrapper.",
                  identifier.name(), known_names()));
}

}  // namespace keratin::losses
