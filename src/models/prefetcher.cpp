#include "models/prefetcher.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace keratin {

Prefetcher::Prefetcher(Make make, int begin, std::optional<int> end, int workers, int capacity)
    : make_(std::move(make)), capacity_(capacity), next_to_make_(begin), next_to_give_(begin), end_(end) {
  const int useful = end ? std::min(workers, *end - begin) : workers;
  try {
    for (int i = 0; i < useful; ++i) workers_.emplace_back([this] { work(); });
  } catch (const std::system_error&) {
    // The system gives no more threads: fewer make the same batches.
  }
}

Prefetcher::~Prefetcher() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

Prefetcher::Made Prefetcher::made(int index) const {
  try {
    return {make_(index), nullptr};
  } catch (...) {
    return {{}, std::current_exception()};
  }
}

void Prefetcher::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return may_make() || all_made(); });
    if (all_made()) return;
    const int index = next_to_make_++;
    lock.unlock();
    Made result = made(index);
    lock.lock();
    if (!result.data)
      end_ = std::min(end_.value_or(index + 1), index + 1);  // the end or a failure: the last one
    made_.emplace(index, std::move(result));
    changed_.notify_all();
  }
}

std::optional<Data> Prefetcher::next() {
  std::unique_lock lock(mutex_);
  const int index = next_to_give_;
  if (end_ && index >= *end_) return {};
  Made result;
  if (workers_.empty()) {
    lock.unlock();
    result = made(index);
    lock.lock();
  } else {
    changed_.wait(lock, [&] { return made_.contains(index); });
    result = std::move(made_.extract(index).mapped());
  }
  ++next_to_give_;
  if (!result.data) end_ = next_to_give_;
  changed_.notify_all();
  if (result.failure) std::rethrow_exception(result.failure);
  return std::move(result.data);
}

}  // namespace keratin
