#pragma once

#include <chrono>

#include "distribution/team.hpp"

namespace keratin::distribution {

/// The wait of a process for one thing: longer turns the longer it lasts, and the end of the run if that is
/// longer than its team's timeout.
class Team::Patience {
 public:
  explicit Patience(const Team& team) : team_(team) {}

  /// Before asking again for what `peer` has not sent or taken.
  void wait(int peer);

 private:
  using Clock = std::chrono::steady_clock;
  const Team& team_;
  Clock::time_point start_ = Clock::now();
  int turns_ = 0;
  bool sleeps_ = false;
};

}  // namespace keratin::distribution
