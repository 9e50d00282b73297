#include "keratin/constraints.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "config/class_table.hpp"
#include "identifier_members.hpp"
#include "keratin/error.hpp"
#include "kernels/scratch.hpp"
#include "kernels/strided.hpp"

namespace keratin::constraints {

namespace {

constexpr float epsilon = 1e-7f;

double checked(const char* class_name, const char* parameter, double value) {
  if (value >= 0.0 && std::isfinite(value)) return value;
  throw ValueError(fmt::format("Constraint {}: {} must be a finite number, 0 or more, but received {}.",
                               class_name, parameter, value));
}

}  // namespace

Shape NormConstraint::norms_shape(const Shape& shape) const {
  Shape norms = shape;
  for (int axis : axis_) norms[axis] = 1;
  return norms;
}

void NormConstraint::check(const Shape& shape) const {
  std::vector<int> found;
  for (int axis : axis_) {
    found.push_back(axis < 0 ? axis + shape.rank() : axis);
    if (found.back() < 0 || found.back() >= shape.rank()) {
      throw ValueError(
          fmt::format("Constraint {}: a weight of shape {} has the axes 0 to {}, but received axis {}.",
                      name(), to_string(shape), shape.rank() - 1, axis));
    }
    if (std::count(found.begin(), found.end(), found.back()) > 1)
      throw ValueError(fmt::format("Constraint {}: axis {} is named twice; name it once.", name(), axis));
  }
}

void NormConstraint::operator()(Buffer weight) const {
  struct Norms;
  const Shape shape = norms_shape(weight.shape());
  const std::size_t count = shape.element_count();
  float* norms = kernels::scratch<Norms>(count);
  kernels::sum_squares(shape, weight.shape(), weight.data(), norms);
  std::transform(norms, norms + count, norms, [this](float sum) { return factor(std::sqrt(sum)); });
  kernels::multiply_broadcast(shape, weight.shape(), norms, weight.data());
}

MaxNorm::MaxNorm(const MaxNormOptions& options)
    : NormConstraint(options.axis), max_value_(checked("MaxNorm", "max_value", options.max_value)) {}

float MaxNorm::factor(float norm) const {
  return std::min(norm, static_cast<float>(max_value_)) / (epsilon + norm);
}

MinMaxNorm::MinMaxNorm(const MinMaxNormOptions& options)
    : NormConstraint(options.axis),
      min_value_(checked("MinMaxNorm", "min_value", options.min_value)),
      max_value_(checked("MinMaxNorm", "max_value", options.max_value)),
      rate_(options.rate) {
  if (min_value_ > max_value_) {
    throw ValueError(
        fmt::format("Constraint MinMaxNorm: min_value must not be over max_value, but received {} and {}.",
                    min_value_, max_value_));
  }
  if (!(rate_ >= 0.0 && rate_ <= 1.0))
    throw ValueError(fmt::format("Constraint MinMaxNorm: rate must be from 0 to 1, but received {}.", rate_));
}

float MinMaxNorm::factor(float norm) const {
  const auto rate = static_cast<float>(rate_), keep = static_cast<float>(1.0 - rate_);
  const float within = std::clamp(norm, static_cast<float>(min_value_), static_cast<float>(max_value_));
  return (rate * within + keep * norm) / (epsilon + norm);
}

float UnitNorm::factor(float norm) const { return 1.0f / (epsilon + norm); }

void NonNeg::operator()(Buffer weight) const {
  std::transform(weight.data(), weight.data() + weight.size(), weight.data(),
                 [](float w) { return std::max(w, 0.0f); });
}

ClipConstraint::ClipConstraint(double clip_value)
    : clip_value_(checked("ClipConstraint", "clip_value", clip_value)) {}

void ClipConstraint::operator()(Buffer weight) const {
  const auto most = static_cast<float>(clip_value_);
  std::transform(weight.data(), weight.data() + weight.size(), weight.data(),
                 [=](float w) { return std::clamp(w, -most, most); });
}

template <class Fields>
void list_fields(Fields& fields, MaxNormOptions& options) {
  fields("max_value", options.max_value);
  fields("axis", options.axis);
}

template <class Fields>
void list_fields(Fields& fields, MinMaxNormOptions& options) {
  fields("min_value", options.min_value);
  fields("max_value", options.max_value);
  fields("rate", options.rate);
  fields("axis", options.axis);
}

template <class Fields>
void list_fields(Fields& fields, UnitNormOptions& options) {
  fields("axis", options.axis);
}

struct ClipConstraintOptions : NoOptions {};

template <class Fields>
void list_fields(Fields& fields, double& clip_value, ClipConstraintOptions& /*options*/) {
  fields.required("clip_value", clip_value);
}

Config MaxNorm::get_config() const { return write_config(MaxNormOptions{max_value_, axis()}); }

Config MinMaxNorm::get_config() const {
  return write_config(MinMaxNormOptions{min_value_, max_value_, rate_, axis()});
}

Config UnitNorm::get_config() const { return write_config(UnitNormOptions{axis()}); }

Config ClipConstraint::get_config() const {
  return write_config(Config::entries(), ClipConstraintOptions{}, clip_value_);
}

namespace {

template <class Class, class Options>
KnownClass<Constraint> known(std::vector<std::string_view> names) {
  return known_class<Constraint, Class, Options>(std::move(names));
}

const ClassTable<Constraint>& table() {
  static const ClassTable<Constraint> classes(
      "constraint", "constraints::Constraint", "keras.constraints",
      {known<MaxNorm, MaxNormOptions>({"MaxNorm", "max_norm"}),
       known<MinMaxNorm, MinMaxNormOptions>({"MinMaxNorm", "min_max_norm"}),
       known<NonNeg, NoOptions>({"NonNeg", "non_neg"}),
       known<UnitNorm, UnitNormOptions>({"UnitNorm", "unit_norm"}),
       known_class<Constraint, ClipConstraint, ClipConstraintOptions, double>({"ClipConstraint"})});
  return classes;
}

}  // namespace

std::shared_ptr<const Constraint> get(const Identifier<Constraint>& identifier) {
  if (identifier.object() || !identifier) return identifier.object();
  return table().make(identifier.name());
}

Config to_config(const Identifier<Constraint>& identifier) { return table().to_config(identifier); }

void read_argument(std::string_view argument, const Config& config, Identifier<Constraint>& identifier) {
  identifier = table().read_identifier(argument, config);
}

}  // namespace keratin::constraints

template class keratin::Identifier<keratin::constraints::Constraint>;
