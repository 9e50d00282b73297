#pragma once

#include <memory>

#include "distribution/team.hpp"

namespace keratin::distribution {

/// What carries bytes between the processes that initialize() joined; null if there is one alone.
[[nodiscard]] Transport* transport();

/// Sets it, for as long as the program runs; null if there is only one process.
void set_transport(std::unique_ptr<Transport> transport);

/// To be called before initialize() exchanges anything. Throws ValueError if it was called before.
void begin_to_initialize();

/// How many processes mpirun started, as it says in the environment; 1 if it says nothing.
[[nodiscard]] int processes_of_mpirun();

/// Waits until all processes that compute together end. To be called when this one ends.
void leave_processes();

/// Gives all processes of a team the state of the first one's random numbers.
void share_random_numbers(Team& team);

/// Returns when all processes that compute together have called it: what they wrote before is there.
void wait_for_all();

}  // namespace keratin::distribution
