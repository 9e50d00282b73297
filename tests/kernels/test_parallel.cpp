#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "kernels/available_threads.hpp"
#include "kernels/parallel.hpp"
#include "support/catch.hpp"
#include "support/thread_count.hpp"

using namespace keratin::kernels;
using keratin::testing::ThreadCount;

namespace {

constexpr std::size_t worth_threads = 1'000'000'000;

/// How often each number below `count` is called.
std::vector<int> calls(std::size_t count) {
  std::vector<int> result(count);
  parallel_for(count, worth_threads, [&](std::size_t i) { ++result[i]; });
  return result;
}

bool is_called_once(std::size_t count) {
  const std::vector<int> result = calls(count);
  return std::all_of(result.begin(), result.end(), [](int times) { return times == 1; });
}

}  // namespace

TEST_CASE("parallel_for calls each number once, with any number of threads") {
  for (const int threads : {1, 2, 3, 4, 16}) {
    const ThreadCount setting(threads);
    for (const std::size_t count : {0, 1, 2, 3, 5, 17, 1000}) {
      INFO(threads << " threads, " << count << " calls");
      CHECK(is_called_once(count));
    }
  }
}

TEST_CASE("parallel_for calls each number once in thousands of short loops") {
  const ThreadCount setting(4);
  int failures = 0;
  for (int loop = 0; loop < 20'000; ++loop) failures += is_called_once(7) ? 0 : 1;
  CHECK(failures == 0);
}

TEST_CASE("parallel_for runs on several threads") {
  const ThreadCount setting(2);
  std::atomic<int> met = 0, waited_in_vain = 0;
  parallel_for(2, worth_threads, [&](std::size_t) {
    ++met;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (met < 2 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    waited_in_vain += met < 2 ? 1 : 0;  // on one thread
  });
  CHECK(met == 2);
  CHECK(waited_in_vain == 0);
}

TEST_CASE("parallel_for throws what a call threw, after all calls, and keeps working") {
  const ThreadCount setting(3);
  for (int loop = 0; loop < 100; ++loop) {
    std::atomic<int> ended = 0;
    CHECK_THROWS_AS(parallel_for(50, worth_threads,
                                 [&](std::size_t i) {
                                   ++ended;
                                   if (i % 10 == 3) throw std::runtime_error("of a call");
                                 }),
                    std::runtime_error);
    CHECK(ended == 50);
  }
  CHECK(is_called_once(100));
}

TEST_CASE("parallel_for may be called inside a loop and from many threads at once") {
  const ThreadCount setting(4);
  std::atomic<int> sum = 0;
  parallel_for(8, worth_threads, [&](std::size_t) {
    parallel_for(8, worth_threads, [&](std::size_t i) { sum += static_cast<int>(i); });
  });
  CHECK(sum == 8 * 28);

  std::atomic<int> right = 0;
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 8; ++caller) {
    callers.emplace_back([&] {
      for (int loop = 0; loop < 500; ++loop) right += is_called_once(20) ? 1 : 0;
    });
  }
  for (std::thread& caller : callers) caller.join();
  CHECK(right == 8 * 500);
}

TEST_CASE("parallel_for works in a child of fork(), which has none of the threads") {
  const ThreadCount setting(4);
  CHECK(is_called_once(100));
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) ::_exit(is_called_once(100) ? 0 : 1);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}

TEST_CASE("parallel_for takes any number of threads") {
  const ThreadCount setting(300);
  CHECK(is_called_once(1000));
}

TEST_CASE("The threads are those that the process may use") {
  const char* before = std::getenv("OMP_NUM_THREADS");
  const std::string value = before == nullptr ? "" : before;
  ::unsetenv("OMP_NUM_THREADS");
  const int all = available_threads();
  CHECK(all >= 1);
  CHECK(all <= static_cast<int>(std::max(1u, std::thread::hardware_concurrency())));
  ::setenv("OMP_NUM_THREADS", "1", 1);
  CHECK(available_threads() == 1);
  for (const char* nonsense : {"", "0", "-3", "many", "1000000"}) {
    ::setenv("OMP_NUM_THREADS", nonsense, 1);
    CHECK(available_threads() == all);
  }
  ::unsetenv("OMP_NUM_THREADS");
  if (before != nullptr) ::setenv("OMP_NUM_THREADS", value.c_str(), 1);
}
