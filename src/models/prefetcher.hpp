#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "keratin/data.hpp"

namespace keratin {

/// Makes batches in threads of its own, a bounded number in advance, and gives them in order. The threads end
/// with it.
class Prefetcher {
 public:
  /// Batch number `index`; nothing if the data ended.
  using Make = std::function<std::optional<Data>(int index)>;

  /// Batches [begin, end), or all from `begin` on. Without workers each is made when it is asked for.
  Prefetcher(Make make, int begin, std::optional<int> end, int workers, int capacity);
  ~Prefetcher();
  Prefetcher(const Prefetcher&) = delete;
  Prefetcher& operator=(const Prefetcher&) = delete;

  /// The next batch; nothing at the end. Throws what making it threw.
  std::optional<Data> next();

 private:
  struct Made {
    std::optional<Data> data;
    std::exception_ptr failure;
  };

  void work();
  [[nodiscard]] bool may_make() const { return next_to_make_ - next_to_give_ < capacity_ && !all_made(); }
  [[nodiscard]] bool all_made() const { return stopped_ || (end_ && next_to_make_ >= *end_); }
  [[nodiscard]] Made made(int index) const;

  Make make_;
  int capacity_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int next_to_make_, next_to_give_;
  std::optional<int> end_;
  bool stopped_ = false;
  std::map<int, Made> made_;
  std::vector<std::thread> workers_;
};

}  // namespace keratin
