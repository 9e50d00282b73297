#include "kernels/parallel.hpp"

#include <atomic>

#ifdef _OPENMP
#include <omp.h>
#endif

namespace keratin::kernels {

namespace {

int default_thread_count() {
#ifdef _OPENMP
  return std::max(1, omp_get_max_threads());
#else
  return 1;
#endif
}

std::atomic<int>& count_in_use() {
  static std::atomic<int> count = default_thread_count();
  return count;
}

}  // namespace

int thread_count() { return count_in_use().load(std::memory_order_relaxed); }

void set_thread_count(int count) { count_in_use() = count; }

}  // namespace keratin::kernels
