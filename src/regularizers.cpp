#include "keratin/regularizers.hpp"

#include <fmt/format.h>

#include <cmath>

#include "config/class_table.hpp"
#include "identifier_members.hpp"
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

template <class Fields>
void list_fields(Fields& fields, L1L2Options& options) {
  fields("l1", options.l1);
  fields("l2", options.l2);
}

template <class Fields>
void list_fields(Fields& fields, L1Options& options) {
  fields("l1", options.l1);
}

template <class Fields>
void list_fields(Fields& fields, L2Options& options) {
  fields("l2", options.l2);
}

Config L1L2::get_config() const { return write_config(options_); }

Config L1::get_config() const { return write_config(L1Options{l1()}); }

Config L2::get_config() const { return write_config(L2Options{l2()}); }

namespace {

const ClassTable<Regularizer>& table() {
  static const ClassTable<Regularizer> classes(
      "regularizer", "regularizers::Regularizer", "keras.regularizers",
      {known_class<Regularizer, L1, L1Options>({"L1", "l1"}),
       known_class<Regularizer, L1L2, L1L2Options>({"L1L2", "l1_l2"}),
       known_class<Regularizer, L2, L2Options>({"L2", "l2"})});
  return classes;
}

}  // namespace

std::shared_ptr<const Regularizer> get(const Identifier<Regularizer>& identifier) {
  if (identifier.object() || !identifier) return identifier.object();
  return table().make(identifier.name());
}

Config to_config(const Identifier<Regularizer>& identifier) { return table().to_config(identifier); }

void read_argument(std::string_view argument, const Config& config, Identifier<Regularizer>& identifier) {
  identifier = table().read_identifier(argument, config);
}

}  // namespace keratin::regularizers

template class keratin::Identifier<keratin::regularizers::Regularizer>;
