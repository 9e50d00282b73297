#pragma once

#include <fmt/format.h>

#include <new>
#include <stdexcept>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/tensor.hpp"

namespace keratin {

/// An array that a user asked for does not fit into memory. Who knows what it was for says so instead.
class MemoryError : public ValueError {
 public:
  using ValueError::ValueError;
};

/// Does `action`. If memory has no room for what it asks for, `fail` throws what says so.
template <class Action, class Fail>
decltype(auto) within_memory(const Action& action, const Fail& fail) {
  try {
    return action();
  } catch (const std::bad_alloc&) {
    fail();
    throw;
  } catch (const std::length_error&) {
    fail();
    throw;
  }
}

/// An array of this shape, not initialized. Throws MemoryError.
template <class T>
xt::xarray<T> new_array(const Shape& shape) {
  return within_memory(
      [&] { return xt::xarray<T>::from_shape(std::vector<std::size_t>(shape.begin(), shape.end())); },
      [&] {
        throw MemoryError(fmt::format("An array of shape {} does not fit into memory.", to_string(shape)));
      });
}

}  // namespace keratin
