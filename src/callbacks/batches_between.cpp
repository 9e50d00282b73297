#include "callbacks/batches_between.hpp"

#include <fmt/format.h>

#include "keratin/error.hpp"

namespace keratin::callbacks {

int batches_between(const Frequency& frequency, std::string_view argument, bool takes_batch) {
  const std::string& word = frequency.word();
  if (word == "epoch") return 0;
  if (word == "batch" && takes_batch) return 1;
  if (word.empty() && frequency.batches() > 0) return frequency.batches();
  throw ValueError(
      fmt::format("{} must be \"epoch\"{} or a positive number of batches, but received {}.", argument,
                  takes_batch ? ", \"batch\"" : "",
                  word.empty() ? fmt::format("{}", frequency.batches()) : fmt::format("\"{}\"", word)));
}

}  // namespace keratin::callbacks
