#include "keratin/tensor.hpp"

#include <algorithm>

#include "keratin/error.hpp"
#include "memory_error.hpp"

namespace keratin {

void detail::fail_moved_from() {
  throw ValueError(
      "The array was moved into another one and holds nothing any more: use that one, or a copy.");
}

void detail::require_elements(const Shape& shape, std::size_t count) {
  if (count == 0 && std::find(shape.begin(), shape.end(), 0) == shape.end()) fail_moved_from();
}

template <detail::UsualNumber T>
void detail::copy_numbers(const T* from, std::size_t count, float* to) {
  std::transform(from, from + count, to, [](T number) { return static_cast<float>(number); });
}

template void detail::copy_numbers(const bool*, std::size_t, float*);
template void detail::copy_numbers(const signed char*, std::size_t, float*);
template void detail::copy_numbers(const unsigned char*, std::size_t, float*);
template void detail::copy_numbers(const short*, std::size_t, float*);
template void detail::copy_numbers(const unsigned short*, std::size_t, float*);
template void detail::copy_numbers(const int*, std::size_t, float*);
template void detail::copy_numbers(const unsigned*, std::size_t, float*);
template void detail::copy_numbers(const long*, std::size_t, float*);
template void detail::copy_numbers(const unsigned long*, std::size_t, float*);
template void detail::copy_numbers(const long long*, std::size_t, float*);
template void detail::copy_numbers(const unsigned long long*, std::size_t, float*);
template void detail::copy_numbers(const float*, std::size_t, float*);
template void detail::copy_numbers(const double*, std::size_t, float*);

Tensor empty_tensor(const Shape& shape) {
  static_cast<void>(shape.element_count());
  return new_array<float>(shape);
}

}  // namespace keratin
