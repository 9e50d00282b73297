#pragma once

#include "keratin/tensor.hpp"

namespace keratin {

/// A read-only view of an array of floats in memory that another owns: what layers hand to each other.
class View {
 public:
  View() = default;
  View(const float* data, const Shape& shape) : data_(data), shape_(shape), size_(shape.element_count()) {}
  explicit View(const Tensor& tensor) : View(tensor.data(), shape_of(tensor)) {}

  [[nodiscard]] const float* data() const { return data_; }
  [[nodiscard]] const Shape& shape() const { return shape_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return data_ == nullptr; }

  /// The same numbers under another shape of the same size.
  [[nodiscard]] View reshaped(const Shape& shape) const { return {data_, shape}; }

  /// An xtensor expression over the same memory, for layers written with xtensor.
  [[nodiscard]] auto array() const {
    return xt::adapt(data_, size_, xt::no_ownership(),
                     std::vector<std::size_t>(shape_.begin(), shape_.end()));
  }

 private:
  const float* data_ = nullptr;
  Shape shape_;
  std::size_t size_ = 0;
};

/// A View that may be written to: what Tape::allocate gives.
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
  [[nodiscard]] auto array() const {
    return xt::adapt(data_, size_, xt::no_ownership(),
                     std::vector<std::size_t>(shape_.begin(), shape_.end()));
  }

 private:
  float* data_ = nullptr;
  Shape shape_;
  std::size_t size_ = 0;
};

}  // namespace keratin
