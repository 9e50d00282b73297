#include "kernels/available_threads.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <string>
#include <thread>

#ifdef __linux__
#include <sched.h>
#endif

namespace keratin::kernels {

namespace {

constexpr int unlimited = std::numeric_limits<int>::max();

int processors() {
#ifdef __linux__
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
#endif
  return static_cast<int>(std::thread::hardware_concurrency());
}

/// What a group's cpu.max grants: a quota and a period in microseconds, or "max".
int granted_by(const std::string& folder) {
  double quota = 0, period = 0;
  std::ifstream file(folder + "/cpu.max");
  if (!(file >> quota >> period) || quota <= 0 || period <= 0) return unlimited;
  return static_cast<int>(std::min(std::ceil(quota / period), double{unlimited}));
}

/// By the process's control group (version 2) and those that it lies in.
int granted_by_groups() {
  std::ifstream groups("/proc/self/cgroup");
  const std::string version_2 = "0::";
  int granted = unlimited;
  for (std::string line; std::getline(groups, line);) {
    if (line.rfind(version_2, 0) != 0) continue;
    for (std::string path = line.substr(version_2.size()); !path.empty(); path.resize(path.rfind('/'))) {
      granted = std::min(granted, granted_by("/sys/fs/cgroup" + path));
      if (path.find('/') == std::string::npos) break;
    }
  }
  return std::min(granted, granted_by("/sys/fs/cgroup"));
}

int asked_for() {
  const char* text = std::getenv("OMP_NUM_THREADS");
  const int count = text == nullptr ? 0 : std::atoi(text);
  return count > 0 ? count : unlimited;
}

}  // namespace

int available_threads() { return std::max(1, std::min({processors(), granted_by_groups(), asked_for()})); }

}  // namespace keratin::kernels
