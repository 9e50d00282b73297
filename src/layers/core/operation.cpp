#include "layers/core/operation.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <string_view>
#include <utility>

#include "kernels/arithmetic.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

namespace {

/// The loops of an operation, with the constant behind the array or before it; null if there are none.
const kernels::Arithmetic* arithmetic_of(const std::string& operation, bool takes_constant,
                                         bool comes_first) {
  using namespace kernels;
  static const std::map<std::string_view, std::pair<const Arithmetic*, const Arithmetic*>> of_constants = {
      {"Add", {&plus_c, &plus_c}},           {"Maximum", {&maximum_c, &c_maximum}},
      {"Minimum", {&minimum_c, &c_minimum}}, {"Multiply", {&times_c, &times_c}},
      {"Power", {&power_c, &c_power}},       {"Subtract", {&minus_c, &c_minus}},
      {"TrueDivide", {&over_c, &c_over}},
  };
  static const std::map<std::string_view, const Arithmetic*> of_arrays = {
      {"Absolute", &magnitude}, {"Negative", &negation}, {"Square", &squared}};
  if (!takes_constant) {
    const auto found = of_arrays.find(operation);
    return found == of_arrays.end() ? nullptr : found->second;
  }
  const auto found = of_constants.find(operation);
  if (found == of_constants.end()) return nullptr;
  return comes_first ? found->second.second : found->second.first;
}

}  // namespace

Operation::Operation(const std::string& operation, const Config& constant, bool comes_first,
                     const OperationOptions& options)
    : Described(operation, {operation, constant, comes_first}, options),
      constant_(constant),
      comes_first_(comes_first),
      arithmetic_(arithmetic_of(operation, takes_constant(), comes_first)) {
  if (arithmetic_ == nullptr) {
    fail(fmt::format("there is no operation {} of an array and {}.", operation,
                     takes_constant() ? "a constant" : "nothing else"));
  }
  if (!takes_constant()) return;
  double number = 0.0;
  read_argument("constant", constant, number);
  value_ = static_cast<float>(number);
  if (!std::isfinite(value_))
    fail(fmt::format("its constant must be a finite number, but received {}.", to_string(constant)));
}

View Operation::forward(View x, Tape& tape) const {
  const Buffer y = tape.allocate(x.shape());
  arithmetic_->forward(x.size(), value_, x.data(), y.data());
  tape.save(*this, {x});
  return y;
}

View Operation::backward(View dy, Tape& tape) const {
  const auto [x] = tape.restore<1>(*this);
  if (!tape.needs_input_gradient()) return {};
  const Buffer dx = tape.allocate(x.shape());
  arithmetic_->backward(x.size(), value_, x.data(), dy.data(), dx.data());
  return dx;
}

template <class Fields>
void list_fields(Fields& fields, std::string& operation, Config& constant, bool& comes_first,
                 OperationOptions& /*options*/) {
  fields.required("operation", operation);
  fields.required("constant", constant);
  fields.required("comes_first", comes_first);
}

template class Described<Operation, Layer, OperationOptions, std::string, Config, bool>;

}  // namespace keratin::layers
