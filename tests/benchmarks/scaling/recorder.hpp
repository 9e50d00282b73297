#pragma once

#include <chrono>
#include <limits>
#include <unordered_map>
#include <vector>

#include "distribution/team.hpp"
#include "distribution/transport.hpp"

namespace keratin::benchmarks {

/// What a process exchanged while something ran. Times are in seconds since its start.
struct Record {
  static constexpr double never = std::numeric_limits<double>::infinity();
  struct Message {
    bool is_sent;
    int peer;
    distribution::Team::Channel channel;
    std::size_t bytes;
    double begun, first_asked = never, ended = never;
  };
  struct Interval {
    double begin, end;
  };

  std::vector<Message> messages;  ///< in the order in which they were begun
  std::vector<double> calls;      ///< when the program asked for anything
  std::vector<Interval> waits;    ///< when it asked again and again for the same
  double duration = never;
};

/// Hands everything to another transport, and writes down what is exchanged and when.
class Recorder final : public distribution::Transport {
 public:
  /// `inner` must outlive its use. Nothing may be under way.
  void set_inner(Transport& inner) { inner_ = &inner; }

  void start();
  Record finish();

  [[nodiscard]] int rank() const override { return inner_->rank(); }
  [[nodiscard]] int size() const override { return inner_->size(); }
  [[nodiscard]] std::string name_of(int rank) const override { return inner_->name_of(rank); }
  Request send(int to, int channel, std::span<const std::byte> bytes) override;
  Request receive(int from, int channel, std::span<std::byte> bytes) override;
  std::optional<std::size_t> ended(Request request) override;
  void cancel(Request request) override { inner_->cancel(request); }
  std::optional<std::size_t> waiting(int from, int channel) override {
    return inner_->waiting(from, channel);
  }
  [[noreturn]] void abort(const std::string& message) override;

 private:
  [[nodiscard]] double now() const;
  void note(Request request, bool is_sent, int peer, int channel, std::size_t bytes);
  void note_call(double time);

  Transport* inner_ = nullptr;
  Record record_;
  std::unordered_map<Request, std::size_t> places_;  ///< of messages in the record
  std::chrono::steady_clock::time_point start_;
  Request in_vain_ = 0;  ///< what was asked for last, if it had not ended
};

}  // namespace keratin::benchmarks
