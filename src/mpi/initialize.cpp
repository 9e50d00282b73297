// The initialize() of programs that are linked with keratin::mpi.
#include <fmt/format.h>
#include <mpi.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <vector>

#include "distribution/process.hpp"
#include "keratin/distribution.hpp"
#include "keratin/error.hpp"
#include "keratin/utils/performance.hpp"
#include "mpi/mpi_transport.hpp"
#include "printable.hpp"

/// cmake/Mpi.cmake lets programs ask for it, so that this file is linked wherever its library stands.
extern "C" const int keratin_mpi;
const int keratin_mpi = 1;

namespace keratin::distribution {

namespace {

/// Of the processes of this machine.
class OwnMachine {
 public:
  OwnMachine() {
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &processes_);
    MPI_Comm_size(processes_, &count_);
    cpu_set_t own;
    CPU_ZERO(&own);
    static_cast<void>(::sched_getaffinity(0, sizeof own, &own));
    std::vector<unsigned char> bits(CPU_SETSIZE), all(CPU_SETSIZE);
    for (int i = 0; i < CPU_SETSIZE; ++i)
      bits[static_cast<std::size_t>(i)] = CPU_ISSET(static_cast<unsigned>(i), &own) ? 1 : 0;
    MPI_Allreduce(bits.data(), all.data(), CPU_SETSIZE, MPI_UNSIGNED_CHAR, MPI_MAX, processes_);
    processors_ = static_cast<int>(std::count(all.begin(), all.end(), 1));
  }
  ~OwnMachine() { MPI_Comm_free(&processes_); }
  OwnMachine(const OwnMachine&) = delete;
  OwnMachine& operator=(const OwnMachine&) = delete;

  /// The processors that any of them may use, for each of them.
  [[nodiscard]] int processors_each() const { return std::max(1, processors_ / count_); }

 private:
  MPI_Comm processes_ = MPI_COMM_NULL;
  int count_ = 1, processors_ = 1;
};

/// As many threads as this process may run at once, but not more than its share of the machine.
void divide_threads(const MpiTransport& transport) {
  const int threads = std::min(utils::num_threads(), OwnMachine().processors_each());
  utils::set_num_threads(threads);
  if (transport.rank() != 0) return;
  const std::size_t machines = transport.machines();
  const int processors = static_cast<int>(::sysconf(_SC_NPROCESSORS_ONLN));
  std::string advice;
  const bool is_limited_by_user = std::getenv("OMP_NUM_THREADS") != nullptr;
  if (machines == static_cast<std::size_t>(transport.size()) && threads < processors && !is_limited_by_user)
    advice = "; `mpirun --bind-to none` leaves it all of them";
  print_note(fmt::format("{} processes on {} machine{}: process 0 computes with {} of {} processors{}.",
                         transport.size(), machines, machines == 1 ? "" : "s", threads, processors, advice));
}

/// At the program's end. What has been joined stays: destructors of other objects may still ask for it.
void finish() {
  leave_processes();
  MPI_Finalize();
}

}  // namespace

void initialize() {
  begin_to_initialize();
  const bool is_ours = start_mpi();
  auto transport = std::make_unique<MpiTransport>();
  const MpiTransport& joined = *transport;
  const bool is_alone = transport->size() == 1;
  set_transport(is_alone ? nullptr : std::move(transport));
  if (is_ours) std::atexit(finish);
  if (!is_alone) divide_threads(joined);
}

}  // namespace keratin::distribution
