#pragma once

namespace keratin::utils {

/// How many threads a call may use, at most 256; by default as many as the process has processors, by its
/// affinity and its control group (version 2, Linux), or fewer if the environment says OMP_NUM_THREADS.
/// Results are the same to the bit with any number. If several threads call at once, one of them takes these
/// threads and the others only their own. Throws ValueError unless `count` is positive.
void set_num_threads(int count);
[[nodiscard]] int num_threads();

/// Whether convolutions may use Winograd's algorithm if it is faster; by default they may. Its results differ
/// from the direct ones by a few millionths of their scale.
void set_winograd(bool allowed);
[[nodiscard]] bool winograd();

}  // namespace keratin::utils
