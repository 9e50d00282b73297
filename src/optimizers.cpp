#include "keratin/optimizers.hpp"

#include <fmt/format.h>

#include <cctype>
#include <limits>

#include "keratin/error.hpp"
#include "optimizers/checks.hpp"

namespace keratin::optimizers {

namespace {

bool is_finite_and_not_negative(double value) {
  return value >= 0.0 && value <= std::numeric_limits<float>::max();
}

}  // namespace

void Optimizer::set_learning_rate(double learning_rate) {
  if (!is_finite_and_not_negative(learning_rate)) {
    throw ValueError(
        fmt::format("learning_rate must be a finite number, 0 or more, but received {}. Usual are 0.0001 to "
                    "0.1.",
                    learning_rate));
  }
  learning_rate_ = learning_rate;
}

std::shared_ptr<Optimizer> get(const Identifier<Optimizer>& identifier) {
  if (!identifier) return nullptr;
  if (identifier.object() != nullptr) return identifier.object()->clone();
  std::string name = identifier.name();
  for (char& letter : name) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  if (name == "sgd") return std::make_shared<SGD>();
  if (name == "rmsprop") return std::make_shared<RMSprop>();
  if (name == "adam") return std::make_shared<Adam>();
  throw ValueError(fmt::format(
      "Unknown optimizer \"{}\". Known: \"adam\", \"rmsprop\", \"sgd\". For another one derive a class "
      "from optimizers::Optimizer.",
      identifier.name()));
}

void check_not_negative(const char* class_name, const char* parameter, double value) {
  if (is_finite_and_not_negative(value)) return;
  throw ValueError(fmt::format("{}: {} must be a finite number, 0 or more, but received {}.", class_name,
                               parameter, value));
}

void check_fraction(const char* class_name, const char* parameter, double value) {
  if (value >= 0.0 && value <= 1.0) return;
  throw ValueError(fmt::format("{}: {} must be from 0 to 1, but received {}.", class_name, parameter, value));
}

void check_decay(const char* class_name, const char* parameter, double value) {
  if (value >= 0.0 && value < 1.0 && static_cast<float>(value) < 1.0f) return;
  throw ValueError(
      fmt::format("{}: {} must be from 0 to less than 1, but received {}.", class_name, parameter, value));
}

}  // namespace keratin::optimizers
