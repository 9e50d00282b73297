#include "keratin/losses.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "keratin/error.hpp"
#include "losses/entries.hpp"
#include "losses/known.hpp"

namespace keratin::losses {

namespace {

template <class Class>
std::shared_ptr<const Loss> make() {
  return std::make_shared<Class>();
}

struct Entry {
  std::array<std::string_view, 4> names;  // Keras's function, its short forms, and the class
  std::shared_ptr<const Loss> (*make)();
};

constexpr std::array<Entry, 5> known = {{
    {{"mean_squared_error", "mse", "MSE", "MeanSquaredError"}, make<MeanSquaredError>},
    {{"mean_absolute_error", "mae", "MAE", "MeanAbsoluteError"}, make<MeanAbsoluteError>},
    {{"binary_crossentropy", "bce", "BCE", "BinaryCrossentropy"}, make<BinaryCrossentropy>},
    {{"categorical_crossentropy", "CategoricalCrossentropy"}, make<CategoricalCrossentropy>},
    {{"sparse_categorical_crossentropy", "SparseCategoricalCrossentropy"},
     make<SparseCategoricalCrossentropy>},
}};

bool lacks_last_axis(const Shape& y_true, const Shape& y_pred) {
  return !y_pred.empty() && y_pred.back() == 1 && y_true.rank() + 1 == y_pred.rank();
}

}  // namespace

void Loss::check(const Shape& y_true, const Shape& y_pred) const {
  if (!y_pred.empty() && compatible(y_true, y_pred)) return;
  if (lacks_last_axis(y_true, y_pred) && compatible(y_true, without_last_axis(y_pred))) return;
  throw ValueError(
      fmt::format("The loss {} expects targets of the predictions' shape {}, but received targets of shape "
                  "{}. Reshape the targets, or give the last layer the shape of one target.",
                  name(), to_string(y_pred), to_string(y_true)));
}

void Loss::check_values(View /*y_true*/, const Shape& /*y_pred*/) const {}

std::shared_ptr<const Loss> Loss::of_logits(const activations::Function& /*activation*/) const {
  return nullptr;
}

std::shared_ptr<const Loss> get(const Identifier<Loss>& identifier) {
  if (!identifier || identifier.object() != nullptr) return identifier.object();
  if (std::shared_ptr<const Loss> found = find(identifier.name())) return found;
  throw ValueError(
      fmt::format("Unknown loss \"{}\". Known: {}. For another one derive a class from losses::Loss.",
                  identifier.name(), known_names()));
}

View aligned(View y_true, const Shape& y_pred) {
  if (!lacks_last_axis(y_true.shape(), y_pred)) return y_true;
  Shape shape = y_true.shape();
  shape.push_back(1);
  return y_true.reshaped(shape);
}

std::shared_ptr<const Loss> find(const std::string& name) {
  for (const Entry& entry : known) {
    if (!name.empty() && std::find(entry.names.begin(), entry.names.end(), name) != entry.names.end()) {
      return entry.make();
    }
  }
  return nullptr;
}

std::string known_names() {
  std::string names;
  for (const Entry& entry : known) {
    for (std::string_view name : entry.names) {
      if (!name.empty()) names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", name);
    }
  }
  return names;
}

void check_label_smoothing(const char* class_name, double label_smoothing) {
  if (label_smoothing >= 0.0 && label_smoothing <= 1.0) return;
  throw ValueError(
      fmt::format("{}: label_smoothing must be from 0 to 1, but received {}.", class_name, label_smoothing));
}

}  // namespace keratin::losses
