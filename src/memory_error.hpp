#pragma once

#include <fmt/format.h>

#include <new>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/tensor.hpp"

namespace keratin {

/// An array that a user asked for does not fit into memory. Who knows what it was for says so instead.
class MemoryError : public ValueError {
 public:
  using ValueError::ValueError;
};

/// An array of this shape, not initialized. Throws MemoryError.
template <class T>
xt::xarray<T> new_array(const Shape& shape) {
  try {
    return xt::xarray<T>::from_shape(std::vector<std::size_t>(shape.begin(), shape.end()));
  } catch (const std::bad_alloc&) {
    throw MemoryError(fmt::format("An array of shape {} does not fit into memory.", to_string(shape)));
  }
}

}  // namespace keratin
