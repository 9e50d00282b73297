// The initialize() of a program that is not linked with keratin::mpi, whose own one goes before.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "distribution/process.hpp"
#include "keratin/distribution.hpp"
#include "keratin/error.hpp"

namespace keratin::distribution {

int processes_of_mpirun() {
  int processes = 1;
  for (const char* variable : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"}) {
    if (const char* count = std::getenv(variable)) processes = std::max(processes, std::atoi(count));
  }
  return processes;
}

[[gnu::weak]] void initialize() {
  if (const int processes = processes_of_mpirun(); processes > 1) {
    throw ValueError(
        fmt::format("initialize(): mpirun started {} processes, but this program cannot join them. Link it "
                    "with keratin::mpi.",
                    processes));
  }
  begin_to_initialize();
  set_transport(nullptr);
}

}  // namespace keratin::distribution
