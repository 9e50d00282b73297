#include "support/killed.hpp"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <random>
#include <thread>

#include "support/catch.hpp"

namespace keratin::testing {

void kill_at_random_moments(int times, const std::function<void()>& work,
                            const std::function<void()>& check) {
  void* shared =
      ::mmap(nullptr, sizeof(std::atomic<int>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  REQUIRE(shared != MAP_FAILED);
  auto* done = new (shared) std::atomic<int>(0);
  std::mt19937 random(7);
  for (int i = 0; i < times; ++i) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    while (child == 0) {
      work();
      ++*done;
    }
    while (*done == 0) std::this_thread::sleep_for(std::chrono::microseconds(50));
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 10000));
    ::kill(child, SIGKILL);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
    check();
  }
  ::munmap(shared, sizeof(std::atomic<int>));
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
