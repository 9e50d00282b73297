#pragma once

#include <algorithm>
#include <cstddef>

namespace keratin::kernels {

/// Calls body(i) for each i below `count`, on several threads where there is more than one call and `work`,
/// the floating-point operations of one call, is worth it. What a call computes may depend on i alone, so
/// that the bits do not depend on the threads.
template <class Body>
void parallel_for(std::size_t count, std::size_t work, const Body& body) {
  constexpr std::size_t worth_a_thread = 200'000;
  [[maybe_unused]] const bool threaded = count > 1 && count * work > worth_a_thread;
#pragma omp parallel for schedule(static) if (threaded)
  for (std::size_t i = 0; i < count; ++i) body(i);
}

/// Calls body(begin, end) for the parts of [0, count), each of `part` elements; `work` is per element.
template <class Body>
void parallel_parts(std::size_t count, std::size_t part, std::size_t work, const Body& body) {
  parallel_for((count + part - 1) / part, part * work,
               [&](std::size_t i) { body(i * part, std::min(count, (i + 1) * part)); });
}

}  // namespace keratin::kernels
