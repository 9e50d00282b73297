#include "support/killed.hpp"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <random>
#include <thread>

#include "support/catch.hpp"

namespace keratin::testing {

namespace {

/// Does the work until the process is killed; an exception would run the other tests.
[[noreturn]] void repeat(const std::function<void()>& work, std::atomic<int>& done) noexcept {
  for (;; ++done) work();
}

}  // namespace

int kills(int usual) {
  const char* given = std::getenv("KERATIN_KILLS");
  return given == nullptr ? usual : std::atoi(given);
}

void kill_at_random_moments(int times, const std::function<void()>& work,
                            const std::function<void()>& check) {
  void* shared =
      ::mmap(nullptr, sizeof(std::atomic<int>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  REQUIRE(shared != MAP_FAILED);
  auto* done = new (shared) std::atomic<int>(0);
  std::mt19937 random(7);
  for (int i = 0; i < kills(times); ++i) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) repeat(work, *done);
    while (*done == 0) std::this_thread::sleep_for(std::chrono::microseconds(50));
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 10000));
    ::kill(child, SIGKILL);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE((WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL));
    check();
  }
  ::munmap(shared, sizeof(std::atomic<int>));
  work();
  check();
}

void kill_programs(int times, const std::function<pid_t()>& start, const std::function<void()>& check) {
  const auto wait = [&](pid_t child) {
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    check();
    return WIFSIGNALED(status);
  };
  const auto begin = std::chrono::steady_clock::now();
  REQUIRE_FALSE(wait(start()));
  const std::chrono::microseconds whole =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
  std::mt19937 random(7);
  for (int killed = 0; killed < kills(times);) {
    const pid_t child = start();
    std::this_thread::sleep_for(whole * (random() % 1000) / 1000);
    ::kill(child, SIGKILL);
    if (wait(child)) ++killed;
  }
  REQUIRE_FALSE(wait(start()));
}

bool in_child(const std::function<bool()>& work) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) ::_exit(work() ? 0 : 1);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace keratin::testing
