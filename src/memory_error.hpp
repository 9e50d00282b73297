#pragma once

#include "keratin/error.hpp"

namespace keratin {

/// An array that a user asked for does not fit into memory. Who knows what it was for says so instead.
class MemoryError : public ValueError {
 public:
  using ValueError::ValueError;
};

}  // namespace keratin
