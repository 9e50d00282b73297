#include "kernels/thread_pool.hpp"

#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <chrono>
#include <thread>
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

/// The number of the processor that this thread runs on; -1 where the system does not say.
int processor() {
#ifdef __linux__
  return ::sched_getcpu();
#else
  return -1;
#endif
}

/// Moves this thread to another processor that it may use, if there is one for each of so many threads; at
/// most once in some milliseconds. What it may use stays, also where it is changed meanwhile.
void leave_processor(std::size_t threads) {
#ifdef __linux__
  using Clock = std::chrono::steady_clock;
  static thread_local Clock::time_point earliest{};
  if (Clock::now() < earliest) return;
  earliest = Clock::now() + std::chrono::milliseconds(10);
  cpu_set_t allowed, others, now;
  if (::sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
  if (static_cast<std::size_t>(CPU_COUNT(&allowed)) < threads) return;
  others = allowed;
  CPU_CLR(static_cast<unsigned>(::sched_getcpu()), &others);
  if (::sched_setaffinity(0, sizeof others, &others) != 0) return;
  if (::sched_getaffinity(0, sizeof now, &now) == 0 && CPU_EQUAL(&now, &others))
    ::sched_setaffinity(0, sizeof allowed, &allowed);
#endif
}

/// Waits until `value` differs from `old`: spins for a while, then sleeps.
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
  static ThreadPool& pool = *new ThreadPool;  // never destroyed: its threads end with the process
  return pool;
}

ThreadPool::ThreadPool() {
  ::pthread_atfork(nullptr, nullptr, [] { instance().forget_workers(); });
}

/// In a child of fork(), which has none of the threads.
void ThreadPool::forget_workers() {
  is_open_ = false;
  inside_ = 0;
  workers_ = 0;
  is_busy_.clear();
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
  mode_ = float_mode();
  has_failed_.clear();
  opener_ = processor();
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
  } catch (const std::exception&) {
  }
}

/// A worker without a share in a loop sleeps at once. The system may wake a worker on the processor of the
/// thread that opened the loop, where the two would take turns.
void ThreadPool::work(std::size_t number) {
  bool spins = true;
  for (int seen = 0;;) {
    spins ? wait_while(opened_, seen) : opened_.wait(seen);
    if (spins && processor() == opener_) leave_processor(number + 1);
    seen = opened_;
    ++inside_;
    if (is_open_) {
      spins = number < loop_.shares;
      if (spins) {
        set_float_mode(mode_);
        take_part(number);
      }
    }
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
