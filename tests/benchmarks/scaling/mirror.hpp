#pragma once

#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "distribution/transport.hpp"

namespace keratin::benchmarks {

/// Any number of processes of which only process 0 is there: what it sends to another one comes back as what
/// that one sends, at once and without cost. So a step takes as long as the computing of one process's share.
class Mirror final : public distribution::Transport {
 public:
  explicit Mirror(int size) : size_(size) {}

  [[nodiscard]] int rank() const override { return 0; }
  [[nodiscard]] int size() const override { return size_; }
  [[nodiscard]] std::string name_of(int rank) const override;
  Request send(int to, int channel, std::span<const std::byte> bytes) override;
  Request receive(int from, int channel, std::span<std::byte> bytes) override;
  std::optional<std::size_t> ended(Request request) override;
  void cancel(Request request) override { receives_.erase(request); }
  std::optional<std::size_t> waiting(int from, int channel) override;
  [[noreturn]] void abort(const std::string& message) override;

 private:
  struct Receive {
    std::pair<int, int> from;  ///< and the channel
    std::size_t number;
    std::span<std::byte> bytes;
  };

  int size_;
  Request next_ = 1;
  std::unordered_map<Request, Receive> receives_;

  /// With one process on one channel: the nth message that is sent is the nth that is received.
  struct Line {
    std::size_t sent = 0, received = 0;
    std::unordered_map<std::size_t, std::vector<std::byte>> messages = {};
  };
  std::map<std::pair<int, int>, Line> lines_;
};

}  // namespace keratin::benchmarks
