#include "keratin/tensor.hpp"

#include <vector>

namespace keratin {

Tensor empty_tensor(const Shape& shape) {
  static_cast<void>(shape.element_count());
  return Tensor::from_shape(std::vector<std::size_t>(shape.begin(), shape.end()));
}

}  // namespace keratin
