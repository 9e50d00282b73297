#pragma once

#include "keratin/utils/performance.hpp"

namespace keratin::testing {

/// Sets the number of threads and goes back to the one before when it ends.
class ThreadCount {
 public:
  explicit ThreadCount(int count) : before_(utils::num_threads()) { utils::set_num_threads(count); }
  ~ThreadCount() { utils::set_num_threads(before_); }
  ThreadCount(const ThreadCount&) = delete;
  ThreadCount& operator=(const ThreadCount&) = delete;

 private:
  int before_;
};

}  // namespace keratin::testing
