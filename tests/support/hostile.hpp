#pragma once

#include <functional>
#include <random>
#include <string>

namespace keratin::testing {

/// How many cases the test that asks for `share` of 1 runs: of 500 in all, or of as many as the environment's
/// KERATIN_HOSTILE_CASES says.
int hostile_cases(double share);

/// Runs `run` with generated input, `count` times in a child process: each time it must return, or throw a
/// ValueError or an IOError of printable text that fits a screen, within 5 seconds of processor time, with
/// the process within 1 GiB. The random numbers of a case depend on its number only; the environment's
/// KERATIN_HOSTILE_CASE is the number of one to run alone, in this process, for a debugger.
void check_hostile(int count, const std::function<void(std::mt19937&)>& run);

/// One of `choices`.
template <class Choices>
const auto& one_of(const Choices& choices, std::mt19937& random) {
  return choices[random() % std::size(choices)];
}

}  // namespace keratin::testing
