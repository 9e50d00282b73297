#pragma once

#include <memory>
#include <type_traits>

#include "keratin/tensor.hpp"

namespace keratin {

/// An xtensor expression over memory that another object owns; a program compiles it only if it is used.
template <class T>
using Adaptor =
    xt::xarray_adaptor<xt::xbuffer_adaptor<T*, xt::no_ownership, std::allocator<std::remove_const_t<T>>>,
                       xt::layout_type::row_major>;

/// A read-only view of an array of floats that another object owns: what layers pass to each other.
class View {
 public:
  View() = default;
  View(const float* data, const Shape& shape) : data_(data), shape_(shape), size_(shape.element_count()) {}
  explicit View(const Tensor& tensor) : View(tensor.data(), shape_of(tensor)) {}

  [[nodiscard]] const float* data() const { return data_; }
  [[nodiscard]] const Shape& shape() const { return shape_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return data_ == nullptr; }

  /// The same numbers with another shape of the same size.
  [[nodiscard]] View reshaped(const Shape& shape) const { return {data_, shape}; }

  /// An xtensor expression over the same memory, for layers written with xtensor.
  [[nodiscard]] Adaptor<const float> array() const;

 private:
  const float* data_ = nullptr;
  Shape shape_;
  std::size_t size_ = 0;
};

/// A writable View: what Tape::allocate returns.
class Buffer {
 public:
  Buffer() = default;
  Buffer(float* data, const Shape& shape) : data_(data), shape_(shape), size_(shape.element_count()) {}

  [[nodiscard]] float* data() const { return data_; }
  [[nodiscard]] const Shape& shape() const { return shape_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return data_ == nullptr; }

  operator View() const { return {data_, shape_}; }

  /// A writable xtensor expression over the same memory.
  [[nodiscard]] Adaptor<float> array() const;

 private:
  float* data_ = nullptr;
  Shape shape_;
  std::size_t size_ = 0;
};

}  // namespace keratin
