#include "distribution/patience.hpp"

#include <fmt/format.h>
#include <sched.h>

#include <thread>

namespace keratin::distribution {

void Team::Patience::wait(int peer) {
  constexpr int turns_to_spin = 200, turns_between_looks = 64;
  constexpr std::chrono::milliseconds to_yield{20};
  constexpr std::chrono::microseconds pause{100};
  if (++turns_ < turns_to_spin) return;
  sleeps_ ? std::this_thread::sleep_for(pause) : static_cast<void>(::sched_yield());
  if (turns_ % turns_between_looks != 0) return;
  const std::chrono::duration<double> waited = Clock::now() - start_;
  sleeps_ = waited > to_yield;
  if (waited.count() <= team_.timeout_) return;
  team_.transport_.abort(
      fmt::format("{} waited {} s for {}, which did not answer: all processes end. If they may work for "
                  "longer between two exchanges, give DataParallel a longer timeout.",
                  team_.transport_.name_of(team_.rank()), team_.timeout_, team_.transport_.name_of(peer)));
}

}  // namespace keratin::distribution
