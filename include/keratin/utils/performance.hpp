#pragma once

namespace keratin::utils {

/// How many threads a call may use: all that the machine has, unless this says otherwise. The results are the
/// same bits with any number. Throws ValueError unless `count` is positive.
void set_num_threads(int count);
[[nodiscard]] int num_threads();

/// Whether convolutions may use Winograd's algorithm where it is faster, as they may at first. Its results
/// differ from the direct ones by a few millionths of their scale.
void set_winograd(bool allowed);
[[nodiscard]] bool winograd();

}  // namespace keratin::utils
