#pragma once

#include <condition_variable>
#include <cstring>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "distribution/team.hpp"

namespace keratin::testing {

/// Messages between threads that stand for processes.
class Mailboxes {
 public:
  using Box = std::tuple<int, int, int>;  ///< from, to, channel

  void put(const Box& box, std::span<const std::byte> bytes) {
    const std::lock_guard lock(mutex_);
    boxes_[box].emplace_back(bytes.begin(), bytes.end());
  }

  /// Copies the next message into `bytes`; nothing if there is none.
  std::optional<std::size_t> take(const Box& box, std::span<std::byte> bytes) {
    const std::lock_guard lock(mutex_);
    auto& messages = boxes_[box];
    if (messages.empty()) return {};
    const std::vector<std::byte> message = std::move(messages.front());
    messages.pop_front();
    if (message.size() > bytes.size()) return distribution::Transport::too_long;
    std::copy(message.begin(), message.end(), bytes.begin());
    return message.size();
  }

  std::optional<std::size_t> next(const Box& box) {
    const std::lock_guard lock(mutex_);
    const auto& messages = boxes_[box];
    return messages.empty() ? std::nullopt : std::optional(messages.front().size());
  }

 private:
  std::mutex mutex_;
  std::map<Box, std::deque<std::vector<std::byte>>> boxes_;
};

/// Checks are of the main thread: others collect.
template <class T>
class PerProcess {
 public:
  explicit PerProcess(int processes) : values_(static_cast<std::size_t>(processes)) {}
  T& operator[](const distribution::Team& team) { return values_[static_cast<std::size_t>(team.rank())]; }
  [[nodiscard]] const std::vector<T>& all() const { return values_; }

 private:
  std::vector<T> values_;
};

class ThreadTransport : public distribution::Transport {
 public:
  ThreadTransport(Mailboxes& boxes, int rank, int size) : boxes_(boxes), rank_(rank), size_(size) {}

  [[nodiscard]] int rank() const override { return rank_; }
  [[nodiscard]] int size() const override { return size_; }
  [[nodiscard]] std::string name_of(int rank) const override { return "process " + std::to_string(rank); }

  Request send(int to, int channel, std::span<const std::byte> bytes) override {
    boxes_.put({rank_, to, channel}, bytes);
    requests_.push_back({{}, {}, bytes.size()});
    return requests_.size() - 1;
  }
  Request receive(int from, int channel, std::span<std::byte> bytes) override {
    requests_.push_back({{from, rank_, channel}, bytes, {}});
    return requests_.size() - 1;
  }

  /// Messages go to the receives in the order in which these began.
  std::optional<std::size_t> ended(Request request) override {
    const Mailboxes::Box box = requests_[request].box;
    for (Request one = 0; one <= request; ++one) {
      Receive& receive = requests_[one];
      if (receive.box != box || receive.ended) continue;
      receive.ended = boxes_.take(box, receive.bytes);
      if (!receive.ended) return {};
    }
    return requests_[request].ended;
  }
  void cancel(Request request) override { requests_[request].ended = 0; }
  std::optional<std::size_t> waiting(int from, int channel) override {
    return boxes_.next({from, rank_, channel});
  }
  [[noreturn]] void abort(const std::string& message) override {
    throw std::runtime_error("abort: " + message);
  }

 private:
  struct Receive {
    Mailboxes::Box box;
    std::span<std::byte> bytes;
    std::optional<std::size_t> ended;
  };
  Mailboxes& boxes_;
  int rank_, size_;
  std::vector<Receive> requests_;
};

/// Runs `work` in threads that stand for processes, each with its team; gives what each of them threw.
template <class Carrier = ThreadTransport>
std::vector<std::string> run_together(int processes, const std::function<void(distribution::Team&)>& work,
                                      double timeout = 30.0) {
  Mailboxes boxes;
  std::vector<std::string> errors(static_cast<std::size_t>(processes));
  const auto run = [&](int rank) {
    Carrier transport(boxes, rank, processes);
    distribution::Team team(transport, timeout);
    distribution::Team::set_current(&team);
    try {
      work(team);
    } catch (const std::exception& error) {
      errors[static_cast<std::size_t>(rank)] = error.what();
    }
    distribution::Team::set_current(nullptr);
  };
  std::vector<std::thread> threads;
  for (int rank = 0; rank < processes; ++rank) threads.emplace_back(run, rank);
  for (std::thread& thread : threads) thread.join();
  return errors;
}

}  // namespace keratin::testing
