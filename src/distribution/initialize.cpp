// The initialize() of a program that is not linked with keratin::mpi, whose own one goes before.
#include <fmt/format.h>

#include <cstdlib>

#include "distribution/process.hpp"
#include "keratin/distribution.hpp"
#include "keratin/error.hpp"

namespace keratin::distribution {

[[gnu::weak]] void initialize() {
  for (const char* variable : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"}) {
    const char* count = std::getenv(variable);
    if (count != nullptr && std::atoi(count) > 1) {
      throw ValueError(
          fmt::format("initialize(): mpirun started {} processes, but this program cannot join them. Link it "
                      "with keratin::mpi.",
                      count));
    }
  }
  set_transport(nullptr);
}

}  // namespace keratin::distribution
