#pragma once

#include <vector>

#include "keratin/axes.hpp"

namespace keratin::testing {

/// One to three axes; -1 if the list is empty, Keras's default.
inline Axes axes_of(const std::vector<int>& axes) {
  switch (axes.size()) {
    case 0:
      return -1;
    case 1:
      return axes[0];
    case 2:
      return {axes[0], axes[1]};
    default:
      return {axes[0], axes[1], axes[2]};
  }
}

}  // namespace keratin::testing
