#include "engine/weight_change.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace keratin {

namespace {

/// Who changes weights, and who wants to read them. A pointer, never freed: threads may outlive the program's
/// objects.
struct WeightTurns {
  std::mutex mutex;
  std::condition_variable changed;
  int changing = 0, readers = 0;  ///< the readers wait or read
};

WeightTurns& weight_turns() {
  static auto* turns = new WeightTurns;
  return *turns;
}

/// How many of both this thread has: an inner one does nothing.
thread_local int weight_turns_here = 0;

}  // namespace

WeightChange::WeightChange() {
  if (weight_turns_here++ > 0) return;
  WeightTurns& turns = weight_turns();
  std::unique_lock lock(turns.mutex);
  turns.changed.wait(lock, [&] { return turns.readers == 0; });
  ++turns.changing;
}

WeightChange::~WeightChange() {
  if (--weight_turns_here > 0) return;
  WeightTurns& turns = weight_turns();
  const std::lock_guard lock(turns.mutex);
  if (--turns.changing == 0 && turns.readers > 0) turns.changed.notify_all();
}

WeightReading::WeightReading(const std::atomic<bool>& cancelled, std::chrono::milliseconds longest) {
  const auto start = std::chrono::steady_clock::now();
  constexpr auto look_again = std::chrono::milliseconds(20);
  ++weight_turns_here;
  WeightTurns& turns = weight_turns();
  std::unique_lock lock(turns.mutex);
  ++turns.readers;
  do {
    is_granted_ = turns.changed.wait_for(lock, look_again, [&] { return turns.changing == 0; });
  } while (!is_granted_ && !cancelled.load() && std::chrono::steady_clock::now() - start < longest);
}

WeightReading::~WeightReading() {
  --weight_turns_here;
  WeightTurns& turns = weight_turns();
  const std::lock_guard lock(turns.mutex);
  if (--turns.readers == 0) turns.changed.notify_all();
}

}  // namespace keratin
