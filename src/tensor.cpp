#include "keratin/tensor.hpp"

#include <fmt/format.h>

#include <new>
#include <vector>

#include "memory_error.hpp"

namespace keratin {

Tensor empty_tensor(const Shape& shape) {
  static_cast<void>(shape.element_count());
  try {
    return Tensor::from_shape(std::vector<std::size_t>(shape.begin(), shape.end()));
  } catch (const std::bad_alloc&) {
    throw MemoryError(fmt::format("An array of shape {} does not fit into memory.", to_string(shape)));
  }
}

}  // namespace keratin
