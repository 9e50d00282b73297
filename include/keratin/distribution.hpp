#pragma once

#include <optional>

namespace keratin::distribution {

/// Joins the processes that `mpirun -n N program` started. A program that was started alone is one process,
/// and so is one that is not linked with keratin::mpi. Sets the number of threads: what the process's
/// affinity leaves, and no more than its share of the machine. Throws ValueError if it was called before, and
/// if mpirun started several processes of a program that is not linked with keratin::mpi.
void initialize();

/// How many processes initialize() joined, and which of them this one is, from 0.
[[nodiscard]] int num_processes();
[[nodiscard]] int process_id();

/// The named arguments of DataParallel.
struct DataParallelOptions {
  double timeout = 600.0;  ///< seconds to wait for another process before the run ends with a message
  bool one_output = true;  ///< whether only process 0 writes to standard output
};

/// Every process computes its share of each batch. Throws ValueError if the timeout is not positive.
class DataParallel {
 public:
  explicit DataParallel(const DataParallelOptions& options = {});

  [[nodiscard]] const DataParallelOptions& options() const { return options_; }

 private:
  DataParallelOptions options_;
};

/// From here on all processes train, evaluate and predict together, as one process would: each makes the same
/// calls with the same data, computes its share of every batch, and gets the whole result. Only process 0
/// writes files. The other processes take over the state of its random numbers now, and its weights when a
/// model is first used. Calls of other threads are computed by each process for itself. Without a
/// distribution, each process works for itself again.
void set_distribution(const std::optional<DataParallel>& distribution);

}  // namespace keratin::distribution
