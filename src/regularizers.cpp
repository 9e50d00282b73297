#include "keratin/regularizers.hpp"

#include <fmt/format.h>

#include <cmath>

#include "keratin/error.hpp"
#include "kernels/penalty.hpp"
#include "kernels/reduce.hpp"

namespace keratin::regularizers {

namespace {

double checked(const char* parameter, double value) {
  if (value >= 0.0 && std::isfinite(value)) return value;
  throw ValueError(
      fmt::format("Regularizer: {} must be a finite number, 0 or more, but received {}.", parameter, value));
}

}  // namespace

L1L2::L1L2(L1L2Options options) : options_{checked("l1", options.l1), checked("l2", options.l2)} {}

double L1L2::operator()(View x) const {
  double penalty = 0.0;
  if (options_.l1 != 0.0) penalty += options_.l1 * kernels::sum_of_magnitudes(x.size(), x.data());
  if (options_.l2 != 0.0) penalty += options_.l2 * kernels::sum_of_squares(x.size(), x.data());
  return penalty;
}

void L1L2::add_gradient(View x, float dpenalty, Buffer dx) const {
  kernels::add_penalty_gradient(x.size(), dpenalty * static_cast<float>(options_.l1),
                                dpenalty * static_cast<float>(options_.l2), x.data(), dx.data());
}

std::shared_ptr<const Regularizer> get(const Identifier<Regularizer>& identifier) {
  if (identifier.object() || !identifier) return identifier.object();
  const std::string& name = identifier.name();
  if (name == "l1" || name == "L1") return std::make_shared<const L1>();
  if (name == "l1_l2" || name == "L1L2") return std::make_shared<const L1L2>();
  if (name == "l2" || name == "L2") return std::make_shared<const L2>();
  throw ValueError(
      fmt::format("Unknown regularizer '{}'. Known regularizers: 'l1', 'l1_l2', 'l2'. For another one derive "
                  "a class from regularizers::Regularizer.",
                  name));
}

}  // namespace keratin::regularizers
