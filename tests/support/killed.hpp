#pragma once

#include <sys/types.h>

#include <functional>

namespace keratin::testing {

/// How often a test kills: what the environment's KERATIN_KILLS says, otherwise `usual`.
int kills(int usual);

/// Runs `work` again and again in a child process and kills it at a random moment; kills(times) in a row,
/// after each of which it calls `check`. `work` was done once before the first and is done once more,
/// unkilled, after the last.
void kill_at_random_moments(int times, const std::function<void()>& work, const std::function<void()>& check);

/// Starts a process with `start`, which returns its number, and kills it at a random moment, so often and
/// with such checks as above. One that ends before is waited for and does not count.
void kill_programs(int times, const std::function<pid_t()>& start, const std::function<void()>& check);

/// Runs `work` in a child process; whether that ended in an orderly way and `work` returned true.
bool in_child(const std::function<bool()>& work);

}  // namespace keratin::testing
