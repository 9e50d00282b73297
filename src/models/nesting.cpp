#include "models/nesting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <utility>

namespace keratin {

namespace {

/// Of all models: those in different threads may have a model in common.
std::mutex& nesting_mutex() {
  static std::mutex only_one;
  return only_one;
}

}  // namespace

Nesting::~Nesting() {
  const std::lock_guard lock(nesting_mutex());
  for (Nesting* inner : inside_) std::erase(inner->around_, this);
}

std::string Nesting::add(Nesting* inner) {
  const std::lock_guard lock(nesting_mutex());
  if (inner != nullptr && (inner == this || is_in(*inner))) return "a model cannot be added to itself.";
  if (inner != nullptr && !allows_levels(inner->levels_ + 1)) {
    return fmt::format(
        "models can be nested at most {} levels deep: add the inner models' layers to one model instead.",
        most_levels);
  }
  const auto layers = static_cast<std::ptrdiff_t>(1 + (inner == nullptr ? 0 : inner->layers_));
  if (!count(layers)) {
    count(-layers);
    return fmt::format(
        "a model can hold at most {} layers, including those of the models in it: use fewer, larger layers.",
        most_layers);
  }
  if (inner != nullptr) {
    inner->around_.push_back(this);
    inside_.push_back(inner);
    update_levels();
  }
  return {};
}

void Nesting::remove(Nesting* inner) {
  const std::lock_guard lock(nesting_mutex());
  count(-static_cast<std::ptrdiff_t>(1 + (inner == nullptr ? 0 : inner->layers_)));
  if (inner == nullptr) return;
  std::erase(inner->around_, this);
  std::erase(inside_, inner);
  update_levels();
}

/// Whether this model is somewhere in the other one.
bool Nesting::is_in(const Nesting& other) const {
  return std::any_of(around_.begin(), around_.end(),
                     [&](const Nesting* outer) { return outer == &other || outer->is_in(other); });
}

/// Counts so many layers more, here and in all models around; whether none of them has too many then.
bool Nesting::count(std::ptrdiff_t layers) {
  layers_ = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(layers_) + layers);
  bool fits = layers_ <= most_layers;
  for (Nesting* outer : around_) fits = outer->count(layers) && fits;
  return fits;
}

bool Nesting::allows_levels(int levels) const {
  return levels <= most_levels && std::all_of(around_.begin(), around_.end(), [&](const Nesting* outer) {
           return outer->allows_levels(levels + 1);
         });
}

void Nesting::update_levels() {
  int levels = 0;
  for (const Nesting* inner : inside_) levels = std::max(levels, inner->levels_ + 1);
  if (std::exchange(levels_, levels) == levels) return;
  for (Nesting* outer : around_) outer->update_levels();
}

}  // namespace keratin
