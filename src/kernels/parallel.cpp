#include "kernels/parallel.hpp"

#include <atomic>

#include "kernels/available_threads.hpp"
#include "kernels/thread_pool.hpp"

namespace keratin::kernels {

namespace {

std::atomic<int>& count_in_use() {
  static std::atomic<int> count = available_threads();
  return count;
}

}  // namespace

int thread_count() { return count_in_use().load(std::memory_order_relaxed); }

void set_thread_count(int count) { count_in_use() = count; }

void run_on_threads(std::size_t count, LoopCall call, const void* body) {
  const auto threads = static_cast<std::size_t>(thread_count());
  ThreadPool::instance().run({count, std::min(count, threads), call, body});
}

}  // namespace keratin::kernels
