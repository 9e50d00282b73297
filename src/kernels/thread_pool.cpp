#include "kernels/thread_pool.hpp"

#include <chrono>
#include <system_error>
#include <utility>

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>
#endif

namespace keratin::kernels {

namespace {

void relax() {
#if defined(__x86_64__) || defined(__i386__)
  _mm_pause();
#endif
}

/// Returns when `value` is no longer `old`: soon after, if that happens within microseconds.
void wait_while(const std::atomic<int>& value, int old) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::microseconds patience{100};
  const Clock::time_point end = Clock::now() + patience;
  do {
    for (int i = 0; i < 32; ++i) {
      if (value.load() != old) return;
      relax();
    }
  } while (Clock::now() < end);
  value.wait(old);
}

}  // namespace

ThreadPool& ThreadPool::instance() {
  // Never destroyed: its threads end with the process, also in a child of fork(), which has none of them.
  static ThreadPool& pool = *new ThreadPool;
  return pool;
}

void ThreadPool::run(const Loop& loop) {
  if (is_busy_.test_and_set(std::memory_order_acquire)) {
    for (std::size_t i = 0; i < loop.count; ++i) loop.call(loop.body, i);
    return;
  }
  open(loop);
  take_part(0);
  close();
  const std::exception_ptr failure = std::exchange(failure_, nullptr);
  is_busy_.clear(std::memory_order_release);
  if (failure) std::rethrow_exception(failure);
}

void ThreadPool::open(const Loop& loop) {
  loop_ = loop;
  loop_.shares = std::min(loop.shares, most_shares);
  start_workers(loop_.shares - 1);
  for (std::size_t i = 0; i < loop_.shares; ++i) {
    shares_[i].next.store(loop.count * i / loop_.shares, std::memory_order_relaxed);
    shares_[i].end = loop.count * (i + 1) / loop_.shares;
  }
  has_failed_.clear();
  is_open_ = true;
  ++opened_;
  opened_.notify_all();
}

/// Workers that come now find the loop closed; those that are inside finish their call.
void ThreadPool::close() {
  is_open_ = false;
  for (int inside = inside_; inside != 0; inside = inside_) wait_while(inside_, inside);
}

/// Goes on with fewer where the system gives no more threads.
void ThreadPool::start_workers(std::size_t count) {
  try {
    for (; workers_ < count; ++workers_)
      std::thread([this, number = workers_ + 1] { work(number); }).detach();
  } catch (const std::system_error&) {
  }
}

void ThreadPool::work(std::size_t number) {
  for (int seen = 0;;) {
    wait_while(opened_, seen);
    seen = opened_;
    ++inside_;
    if (is_open_ && number < loop_.shares) take_part(number);
    if (--inside_ == 0) inside_.notify_all();
  }
}

void ThreadPool::take_part(std::size_t number) {
  for (std::size_t i = 0; i < loop_.shares; ++i) take_calls(shares_[(number + i) % loop_.shares]);
}

void ThreadPool::take_calls(Share& share) {
  while (true) {
    const std::size_t i = share.next.fetch_add(1, std::memory_order_relaxed);
    if (i >= share.end) return;
    try {
      loop_.call(loop_.body, i);
    } catch (...) {
      if (!has_failed_.test_and_set()) failure_ = std::current_exception();
    }
  }
}

}  // namespace keratin::kernels
