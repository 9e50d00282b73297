#include "keratin/utils/performance.hpp"

#include <fmt/format.h>

#include "keratin/error.hpp"
#include "kernels/conv/tap_conv.hpp"
#include "kernels/parallel.hpp"

namespace keratin::utils {

void set_num_threads(int count) {
  if (count <= 0) {
    throw ValueError(fmt::format(
        "set_num_threads: the number of threads must be positive, but received {}. Without a call, as many "
        "are used as the process has processors.",
        count));
  }
  kernels::set_thread_count(count);
}

int num_threads() { return kernels::thread_count(); }

void set_winograd(bool allowed) { kernels::set_winograd(allowed); }

bool winograd() { return kernels::winograd(); }

}  // namespace keratin::utils
