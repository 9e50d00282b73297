#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>

namespace keratin::serving {

/// Bytes that are part of a sum as long as this lives. Threads may share the sum.
class CountedBytes {
 public:
  using Sum = std::shared_ptr<std::atomic<std::size_t>>;

  CountedBytes() = default;
  explicit CountedBytes(Sum sum) : sum_(std::move(sum)) {}
  CountedBytes(CountedBytes&& other) noexcept
      : sum_(std::move(other.sum_)), bytes_(std::exchange(other.bytes_, 0)) {}
  CountedBytes& operator=(CountedBytes&& other) noexcept {
    const CountedBytes before = std::move(*this);
    sum_ = std::move(other.sum_);
    bytes_ = std::exchange(other.bytes_, 0);
    return *this;
  }
  ~CountedBytes() {
    if (bytes_ > 0) *sum_ -= bytes_;
  }

  void add(std::size_t bytes) {
    *sum_ += bytes;
    bytes_ += bytes;
  }

 private:
  Sum sum_;
  std::size_t bytes_ = 0;
};

}  // namespace keratin::serving
