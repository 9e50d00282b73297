#pragma once

namespace keratin::kernels {

/// The threads that the process can run at once: the processors that it may use, no more than its control
/// group grants and, if the environment says OMP_NUM_THREADS, no more than that. At least one.
int available_threads();

}  // namespace keratin::kernels
