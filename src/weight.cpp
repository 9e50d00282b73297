#include "keratin/weight.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/weight_change.hpp"
#include "keratin/error.hpp"

namespace keratin {

namespace {

void check_shape(const Weight& weight, const Tensor& value, const std::string& owner,
                 const char* advice = "") {
  if (shape_of(value) == weight.shape()) return;
  throw ValueError(fmt::format("{}: weight \"{}\" has shape {}, but the value given for it has shape {}.{}",
                               owner, weight.name(), to_string(weight.shape()), to_string(shape_of(value)),
                               advice));
}

std::uint64_t next_version() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace

WeightOptions weight_options(const Identifier<regularizers::Regularizer>& regularizer,
                             const Identifier<constraints::Constraint>& constraint) {
  return {.regularizer = regularizers::get(regularizer), .constraint = constraints::get(constraint)};
}

Weight::Weight(std::string name, Tensor value, const WeightOptions& options)
    : name_(std::move(name)),
      value_(std::move(value)),
      shape_(shape_of(value_)),
      trainable_(options.trainable),
      integer_(options.integer),
      regularizer_(regularizers::get(options.regularizer)),
      constraint_(constraints::get(options.constraint)),
      version_(next_version()) {
  if (constraint_ != nullptr) constraint_->check(shape_);
}

float* Weight::mutable_data() {
  changed();
  return value_.data();
}

void Weight::changed() { version_.store(next_version(), std::memory_order_release); }

void Weight::assign(const Tensor& value) {
  check_shape(*this, value, "assign");
  const WeightChange change;
  std::copy(value.data(), value.data() + value.size(), mutable_data());
  changed();
}

std::vector<Tensor> values_of(const std::vector<Weight*>& weights) {
  std::vector<Tensor> values;
  values.reserve(weights.size());
  for (const Weight* weight : weights) values.push_back(weight->value());
  return values;
}

void assign_values(const std::vector<Weight*>& weights, const std::vector<Tensor>& values,
                   const std::string& owner) {
  if (values.size() != weights.size()) {
    std::string expected;
    for (const Weight* weight : weights) {
      expected +=
          fmt::format("{}{} {}", expected.empty() ? ": " : ", ", weight->name(), to_string(weight->shape()));
    }
    throw ValueError(fmt::format("{}: expected {} weights{}, but received {}.", owner, weights.size(),
                                 expected, values.size()));
  }
  for (std::size_t i = 0; i < weights.size(); ++i)
    check_shape(*weights[i], values[i], owner, " Give the arrays in the order of get_weights().");
  const WeightChange change;
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i]->assign(values[i]);
}

std::size_t count_params(const std::vector<Weight*>& weights) {
  std::size_t count = 0;
  for (const Weight* weight : weights) count += weight->size();
  return count;
}

}  // namespace keratin
