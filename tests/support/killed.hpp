#pragma once

#include <functional>

namespace keratin::testing {

/// Runs `work` again and again in a child process and kills it at a random moment; `times` in a row, after
/// each of which it calls `check`. `work` was done once before the first.
void kill_at_random_moments(int times, const std::function<void()>& work, const std::function<void()>& check);

/// Runs `work` in a child process; whether that ended in an orderly way and `work` returned true.
bool in_child(const std::function<bool()>& work);

}  // namespace keratin::testing
