#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <exception>

#include "kernels/denormals.hpp"
#include "kernels/parallel.hpp"

namespace keratin::kernels {

/// A loop whose calls threads share.
struct Loop {
  std::size_t count;   ///< of calls
  std::size_t shares;  ///< parts of neighbouring calls, one for each thread to begin with; at most `count`
  LoopCall call;
  const void* body;
};

/// Threads that wait for loops. Each thread takes the calls of its own share first, so that it meets the same
/// memory in one loop after the other, and then what is left of the others' shares: no thread waits for one
/// that has not begun. Threads that wait spin for some microseconds and then sleep, so that they leave the
/// processor to others.
class ThreadPool {
 public:
  static ThreadPool& instance();

  /// All calls of a loop, also on this thread. Runs one loop at a time: a loop that begins inside another one
  /// or beside it runs on its own thread. Throws what a call threw, when all calls that
  /// have begun have ended.
  void run(const Loop& loop);

 private:
  /// The first call of a share that nobody has taken yet.
  struct alignas(64) Share {
    std::atomic<std::size_t> next = 0;
    std::size_t end = 0;
  };
  static constexpr std::size_t most_shares = 256;  ///< and threads, whatever is asked for

  ThreadPool();
  void forget_workers();
  void open(const Loop& loop);
  void close();
  void start_workers(std::size_t count);
  [[noreturn]] void work(std::size_t number);
  void take_part(std::size_t number);
  void take_calls(Share& share);

  std::atomic_flag is_busy_;
  std::size_t workers_ = 0;

  // Of the loop that is open.
  Loop loop_{};
  FloatMode mode_ = 0;  ///< of the thread that opened it: all compute alike
  std::array<Share, most_shares> shares_;
  std::exception_ptr failure_;
  std::atomic_flag has_failed_;

  // In cache lines of their own, since all threads look at them.
  alignas(64) std::atomic<int> opener_ = -1;  ///< the processor of the thread that opened the loop
  std::atomic<bool> is_open_ = false;
  alignas(64) std::atomic<int> inside_ = 0;  ///< workers that may read loop_
  alignas(64) std::atomic<int> opened_ = 0;  ///< loops so far; what workers wait for
};

}  // namespace keratin::kernels
