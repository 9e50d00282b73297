#include "keratin/view.hpp"

namespace keratin {
namespace {

template <class T>
Adaptor<T> adapt(T* data, std::size_t size, const Shape& shape) {
  using Dimensions = typename Adaptor<T>::shape_type;
  return Adaptor<T>(typename Adaptor<T>::storage_type(data, size), Dimensions(shape.begin(), shape.end()));
}

}  // namespace

Adaptor<const float> View::array() const { return adapt(data_, size_, shape_); }

Adaptor<float> Buffer::array() const { return adapt(data_, size_, shape_); }

}  // namespace keratin
