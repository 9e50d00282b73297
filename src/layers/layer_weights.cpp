// The weights of a layer.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "engine/weight_budget.hpp"
#include "keratin/layers/layer.hpp"
#include "memory_error.hpp"

namespace keratin {

std::vector<Weight*> Layer::weights() const {
  require_not_moved();
  std::vector<Weight*> all;
  for (const auto& weight : weights_) all.push_back(weight.get());
  return all;
}

std::vector<Weight*> Layer::updated_weights() const {
  return trainable_ ? weights() : std::vector<Weight*>{};
}

std::vector<Weight*> Layer::trainable_weights() const {
  std::vector<Weight*> trained = updated_weights();
  std::erase_if(trained, [](const Weight* weight) { return !weight->trainable(); });
  return trained;
}

std::vector<Weight*> Layer::non_trainable_weights() const {
  const std::vector<Weight*> trained = trainable_weights();
  const std::unordered_set<const Weight*> known(trained.begin(), trained.end());
  std::vector<Weight*> rest = weights();
  std::erase_if(rest, [&](const Weight* weight) { return known.contains(weight); });
  return rest;
}

bool Layer::trained_by(const Tape& tape) const {
  return std::any_of(weights_.begin(), weights_.end(),
                     [&](const auto& weight) { return !tape.gradient(*weight).empty(); });
}

std::size_t Layer::count_params() const { return keratin::count_params(weights()); }

std::vector<Tensor> Layer::get_weights() const { return values_of(weights()); }

void Layer::set_weights(const std::vector<Tensor>& values) { assign_values(weights(), values, name_); }

namespace {

Tensor first_value(const Shape& shape, const initializers::Initializer& initializer) {
  WeightBudget* budget = WeightBudget::current();
  if (budget != nullptr) budget->charge(shape);
  if (budget == nullptr || budget->values() == WeightBudget::Values::initial) return initializer(shape);
  Tensor zeros = empty_tensor(shape);
  zeros.fill(0.0f);
  return zeros;
}

}  // namespace

Weight* Layer::add_weight(const std::string& name, const Shape& shape,
                          const initializers::Initializer& initializer, const WeightOptions& options) {
  require_not_moved();
  try {
    Tensor value = first_value(shape, initializer);
    if (shape_of(value) != shape) {
      fail(fmt::format("the initializer {} gave its {} shape {} instead of {}.", initializer.name(), name,
                       to_string(shape_of(value)), to_string(shape)));
    }
    return weights_.emplace_back(std::make_unique<Weight>(name, std::move(value), options)).get();
  } catch (const MemoryError&) {
    fail(fmt::format("its {} of shape {} does not fit into memory.", name, to_string(shape)));
  }
}

Weight* Layer::add_weight(const std::string& name, const Shape& shape, const char* initializer,
                          const WeightOptions& options) {
  return add_weight(name, shape, *initializers::get(initializer), options);
}

}  // namespace keratin
