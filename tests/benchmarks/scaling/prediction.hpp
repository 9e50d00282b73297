#pragma once

#include <cstddef>
#include <vector>

#include "scaling/recorder.hpp"

namespace keratin::benchmarks {

/// A network in which each machine sends and receives at once. Hockney's model: a message of n bytes takes
/// latency + n / bandwidth. Both sides' processors also work for each byte.
struct Link {
  double bandwidth = 0;  ///< bytes a second
  double latency = 0;    ///< seconds
  double host = 0;       ///< seconds of the processor for each byte sent, and as much for each received
  std::size_t eager = 1'048'576;  ///< larger messages are announced, and sent when the receiver has answered
};

/// How exchanges are made: as Keratin does, or by two textbook ways.
enum class Algorithm { direct, ring, tree };

/// What all processes exchange once: a sum of gradients over all, or a gather.
struct Exchange {
  bool is_sum;
  std::size_t bytes;     ///< of a sum: the gradients; of a gather: what each process gives
  double begun, needed;  ///< seconds from the step's start, if exchanges take no time
};

/// A step of one of several processes whose exchanges take no time.
struct Step {
  int processes = 1;
  double duration = Record::never;  ///< seconds
  std::vector<Exchange> exchanges;  ///< in the order in which they begin
  std::vector<double> calls;        ///< when the program asks for what has come
};

/// Of a record with a Mirror.
[[nodiscard]] Step step_of(const Record& record, int processes);

/// Seconds of one exchange on an idle network, by the formulas of Thakur, Rabenseifner and Gropp,
/// "Optimization of Collective Communication Operations in MPICH" (2005), sections 4.1 and 4.5, without the
/// time of adding, which is computing here: N processes, n bytes, latency a, b = 1 / bandwidth,
///
///     sum, direct     2 a         + 2 (N - 1) / N n b     each sends a share to each, then the sum of its
///     own sum, ring       2 (N - 1) a + 2 (N - 1) / N n b sum, tree       2 ⌈lg N⌉ (a + n b) a binomial
///     reduction and broadcast gather, direct  a           + (N - 1) n b           n from each process
///     gather, ring    (N - 1) a   + (N - 1) n b
///     gather, tree    ⌈lg N⌉ a    + (N - 1) n b           recursive doubling
[[nodiscard]] double seconds_of(const Exchange& exchange, int processes, const Link& link,
                                Algorithm algorithm);

/// Seconds of a step: the computing goes on while the network carries one exchange after the other, and waits
/// for one that is needed. Ring and tree go on by themselves. The direct exchange does so only when the
/// program calls: a sum's second half begins at the first call after the first half has come, and a message
/// that is not eager takes two calls before it moves.
[[nodiscard]] double seconds_of(const Step& step, const Link& link, Algorithm algorithm);

}  // namespace keratin::benchmarks
