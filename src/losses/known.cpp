#include "losses/known.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "keratin/error.hpp"
#include "keratin/losses/crossentropies.hpp"
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

constexpr std::array<Known, 5> known = {{
    {{"mean_squared_error", "mse", "MSE", "MeanSquaredError"}, make<MeanSquaredError>},
    {{"mean_absolute_error", "mae", "MAE", "MeanAbsoluteError"}, make<MeanAbsoluteError>},
    {{"binary_crossentropy", "bce", "BCE", "BinaryCrossentropy"}, make<BinaryCrossentropy>},
    {{"categorical_crossentropy", "CategoricalCrossentropy"}, make<CategoricalCrossentropy>},
    {{"sparse_categorical_crossentropy", "SparseCategoricalCrossentropy"},
     make<SparseCategoricalCrossentropy>},
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
      fmt::format("Unknown loss \"{}\". Known: {}. For another one derive a class from losses::Loss.",
                  identifier.name(), known_names()));
}

}  // namespace keratin::losses
