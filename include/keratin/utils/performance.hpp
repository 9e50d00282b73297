#pragma once

namespace keratin::utils {

/// How many threads a call may use; by default as many as the process has processors, by its affinity and its
/// control group (Linux), or fewer if the environment says OMP_NUM_THREADS. Results are the same to the bit
/// with any number. Calls from several threads share these threads. Throws ValueError unless `count` is
/// positive.
void set_num_threads(int count);
[[nodiscard]] int num_threads();

/// Whether convolutions may use Winograd's algorithm if it is faster; by default they may. Its results differ
/// from the direct ones by a few millionths of their scale.
void set_winograd(bool allowed);
[[nodiscard]] bool winograd();

}  // namespace keratin::utils
