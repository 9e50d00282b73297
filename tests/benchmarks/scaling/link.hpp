#pragma once

#include "distribution/transport.hpp"
#include "scaling/prediction.hpp"

namespace keratin::benchmarks {

/// Measures the network between processes 0 and 1, both sending and receiving at once. Both must call it.
[[nodiscard]] Link measure_link(distribution::Transport& transport);

}  // namespace keratin::benchmarks
