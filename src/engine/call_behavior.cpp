#include "engine/call_behavior.hpp"

namespace keratin {

namespace {

thread_local std::optional<bool> current;

}  // namespace

CallBehavior::CallBehavior(std::optional<bool> training) : before_(current) {
  if (training) current = training;
}

CallBehavior::~CallBehavior() { current = before_; }

bool CallBehavior::is_training(const Tape& tape) { return current.value_or(tape.training()); }

}  // namespace keratin
