#pragma once

namespace keratin::utils {

/// How many threads a call may use; by default all of the machine's. Results are the same to the bit with any
/// number. Throws ValueError unless `count` is positive.
void set_num_threads(int count);
[[nodiscard]] int num_threads();

/// Whether convolutions may use Winograd's algorithm if it is faster; by default they may. Its results differ
/// from the direct ones by a few millionths of their scale.
void set_winograd(bool allowed);
[[nodiscard]] bool winograd();

}  // namespace keratin::utils
