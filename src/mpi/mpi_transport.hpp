#pragma once

#include <mpi.h>

#include <string>
#include <unordered_map>
#include <vector>

#include "distribution/transport.hpp"

namespace keratin::distribution {

/// Starts MPI, so that MpiTransport is fast, unless the program has. Returns whether it did.
bool start_mpi();

/// Messages of MPI between the processes of a communicator of its own. Throws ValueError for errors of MPI.
class MpiTransport final : public Transport {
 public:
  /// All processes must make one.
  MpiTransport();
  ~MpiTransport() override;

  [[nodiscard]] int rank() const override { return rank_; }
  [[nodiscard]] int size() const override { return size_; }
  [[nodiscard]] std::string name_of(int rank) const override;
  Request send(int to, int channel, std::span<const std::byte> bytes) override;
  Request receive(int from, int channel, std::span<std::byte> bytes) override;
  std::optional<std::size_t> ended(Request request) override;
  void cancel(Request request) override;
  std::optional<std::size_t> waiting(int from, int channel) override;
  [[noreturn]] void abort(const std::string& message) override;

  /// How many different machines the processes run on.
  [[nodiscard]] std::size_t machines() const;

 private:
  MPI_Comm world_ = MPI_COMM_NULL;
  int rank_ = 0, size_ = 1;
  std::vector<std::string> hosts_;
  std::unordered_map<Request, MPI_Request> requests_;
  Request next_ = 0;
};

}  // namespace keratin::distribution
