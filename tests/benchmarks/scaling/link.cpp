#include "scaling/link.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

namespace keratin::benchmarks {

namespace {

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

double processor_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

/// Sends and receives as much at once; returns the seconds.
double exchange(distribution::Transport& transport, std::size_t bytes, std::chrono::microseconds pause) {
  static std::vector<std::byte> out, in;
  out.resize(bytes);
  in.resize(bytes);
  const auto start = std::chrono::steady_clock::now();
  constexpr int channel = 0;
  for (const auto request : {transport.receive(1 - transport.rank(), channel, in),
                             transport.send(1 - transport.rank(), channel, out)}) {
    while (!transport.ended(request)) {
      if (pause.count() > 0) std::this_thread::sleep_for(pause);
    }
  }
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

Link measure_link(distribution::Transport& transport) {
  using std::chrono::microseconds;
  constexpr std::size_t small = 4, large = std::size_t{4} << 20U;
  constexpr int times = 20, smalls = 100;
  Link link;
  double least_small = Record::never, least_large = Record::never;
  for (int i = 0; i < times; ++i) {
    double all = 0;
    for (int k = 0; k < smalls; ++k) all += exchange(transport, small, microseconds(0));
    least_small = std::min(least_small, all / smalls);
    least_large = std::min(least_large, exchange(transport, large, microseconds(0)));
  }
  const double before = processor_seconds();
  for (int i = 0; i < times; ++i) exchange(transport, large, microseconds(500));
  link.host = (processor_seconds() - before) / (2.0 * times * static_cast<double>(large));
  link.latency = least_small;
  link.bandwidth = static_cast<double>(large) / (least_large - least_small);
  return link;
}

}  // namespace keratin::benchmarks
