#include "callbacks/batches_between.hpp"

#include <fmt/format.h>

#include "keratin/error.hpp"

namespace keratin::callbacks {

int batches_between(const Frequency& frequency, std::string_view argument, bool takes_batch) {
  const std::string& word = frequency.word();
  if (word == "epoch") return 0;
  if (word == "batch" && takes_batch) return 1;
  const std::optional<int>& batches = frequency.batches();
  if (batches && *batches > 0) return *batches;
  throw ValueError(fmt::format("{} must be \"epoch\"{} or a positive number of batches, but received {}.",
                               argument, takes_batch ? ", \"batch\"" : "",
                               batches ? fmt::format("{}", *batches) : fmt::format("\"{}\"", word)));
}

}  // namespace keratin::callbacks
