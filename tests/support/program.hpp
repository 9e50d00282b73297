#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace keratin::testing {

/// What a program left when it ended.
struct Ended {
  int code = -1;
  std::string output, errors;
};

/// Runs the program `keratin` with these arguments. Fails the test if it was not built.
Ended run_keratin(const std::vector<std::string>& arguments);

/// The same with this program's standard output and error; returns its exit code.
int run_keratin_bare(std::vector<std::string> arguments);

/// Starts it so and does not wait; returns the number of its process.
pid_t start_keratin(const std::vector<std::string>& arguments);

}  // namespace keratin::testing
