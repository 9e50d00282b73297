#include "engine/weight_budget.hpp"

#include <fmt/format.h>

#include "keratin/error.hpp"

namespace keratin {

namespace {

thread_local WeightBudget* current_budget = nullptr;

}  // namespace

WeightBudget::WeightBudget(std::size_t most_numbers, Values values)
    : outer_(current_budget), most_(most_numbers), left_(most_numbers), values_(values) {
  current_budget = this;
}

WeightBudget::~WeightBudget() { current_budget = outer_; }

WeightBudget* WeightBudget::current() { return current_budget; }

void WeightBudget::charge(const Shape& shape) {
  const std::size_t count = shape.element_count();
  if (count > left_) {
    throw ValueError(
        fmt::format("a weight of shape {} is more than the {} numbers that all weights may have here",
                    to_string(shape), most_));
  }
  left_ -= count;
}

}  // namespace keratin
