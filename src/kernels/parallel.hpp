#pragma once

#include <algorithm>
#include <cstddef>

namespace keratin::kernels {

/// How many threads parallel_for may use: available_threads(), unless set_thread_count() said otherwise.
int thread_count();

/// A positive count.
void set_thread_count(int count);

/// One call of a loop's body.
using LoopCall = void (*)(const void* body, std::size_t i);

/// call(body, i) for each i below `count`, on all threads.
void run_on_threads(std::size_t count, LoopCall call, const void* body);

/// Calls body(i) for each i below `count`, on several threads if there is more than one call and `work`,
/// the floating-point operations of one call, is worth it. What a call computes may depend only on i, so
/// that the bits do not depend on the threads. An exception of a call is thrown again when
/// all that have begun have ended; others may be left out.
template <class Body>
void parallel_for(std::size_t count, std::size_t work, const Body& body) {
  constexpr std::size_t worth_a_thread = 200'000;
  if (count > 1 && count * work > worth_a_thread && thread_count() > 1) {
    run_on_threads(
        count, [](const void* loop, std::size_t i) { (*static_cast<const Body*>(loop))(i); }, &body);
  } else {
    for (std::size_t i = 0; i < count; ++i) body(i);
  }
}

/// Calls body(begin, end) for the parts of [0, count), each of `part` elements; `work` is per element.
template <class Body>
void parallel_parts(std::size_t count, std::size_t part, std::size_t work, const Body& body) {
  parallel_for((count + part - 1) / part, part * work,
               [&](std::size_t i) { body(i * part, std::min(count, (i + 1) * part)); });
}

/// Elements that one call takes of a loop over single elements.
inline constexpr std::size_t elements_in_a_part = 4096;

/// Calls body(row) for each row, many in a part; `work` is per element.
template <class Body>
void parallel_rows(std::size_t rows, std::size_t columns, std::size_t work, const Body& body) {
  const std::size_t part = std::max<std::size_t>(1, elements_in_a_part / std::max<std::size_t>(1, columns));
  parallel_parts(rows, part, columns * work, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) body(row);
  });
}

/// The size of the parts to cut `count` elements into, so that all threads have as much to do, with parts of
/// at most `largest` elements.
inline std::size_t balanced_part(std::size_t count, std::size_t largest,
                                 std::size_t threads = static_cast<std::size_t>(thread_count())) {
  const std::size_t least = (count + largest - 1) / largest;
  const std::size_t parts = std::max<std::size_t>(1, (least + threads - 1) / threads * threads);
  return std::max<std::size_t>(1, (count + parts - 1) / parts);
}

}  // namespace keratin::kernels
