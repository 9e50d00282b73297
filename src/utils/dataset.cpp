#include "keratin/utils/dataset.hpp"

#include <fmt/format.h>

#include "keratin/error.hpp"

namespace keratin::utils {

Dataset::Dataset(const DatasetOptions& options) : options_(options) {
  constexpr int most_workers = 256, longest_queue = 65'536;
  if (options.workers < 0 || options.workers > most_workers) {
    throw ValueError(fmt::format("Dataset: workers must be from 0 to {}, but received {}.", most_workers,
                                 options.workers));
  }
  if (options.max_queue_size < 1 || options.max_queue_size > longest_queue) {
    throw ValueError(fmt::format("Dataset: max_queue_size must be from 1 to {}, but received {}.",
                                 longest_queue, options.max_queue_size));
  }
}

}  // namespace keratin::utils
