#pragma once

#include <string_view>

#include "keratin/callbacks/frequency.hpp"

namespace keratin::callbacks {

/// How many batches a callback waits; 0 for "epoch". Throws ValueError for a number that is not positive and
/// for another word; `argument` is what it calls the frequency.
int batches_between(const Frequency& frequency, std::string_view argument, bool takes_batch = false);

}  // namespace keratin::callbacks
