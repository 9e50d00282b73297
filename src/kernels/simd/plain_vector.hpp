#pragma once

#include <cmath>
#include <cstddef>
#include <cstring>

namespace keratin::kernels {

/// Four floats, with the functions of an xsimd batch that kernels call, for any processor: the compiler makes
/// of them what there is.
class PlainVector {
  using Floats = float __attribute__((vector_size(16)));
  using Mask = int __attribute__((vector_size(16)));

 public:
  static constexpr std::size_t size = 4;

  PlainVector() = default;
  explicit PlainVector(float value) : v_{value, value, value, value} {}

  static PlainVector load_aligned(const float* from) { return load_unaligned(from); }
  static PlainVector load_unaligned(const float* from) {
    PlainVector result;
    std::memcpy(&result.v_, from, sizeof(result.v_));
    return result;
  }
  void store_unaligned(float* to) const { std::memcpy(to, &v_, sizeof(v_)); }

  friend PlainVector operator+(PlainVector a, PlainVector b) { return PlainVector(a.v_ + b.v_); }
  friend PlainVector operator-(PlainVector a, PlainVector b) { return PlainVector(a.v_ - b.v_); }
  friend PlainVector operator*(PlainVector a, PlainVector b) { return PlainVector(a.v_ * b.v_); }
  friend PlainVector operator/(PlainVector a, PlainVector b) { return PlainVector(a.v_ / b.v_); }
  friend PlainVector fma(PlainVector a, PlainVector b, PlainVector c) { return a * b + c; }
  friend Mask operator>(PlainVector a, PlainVector b) { return a.v_ > b.v_; }
  friend Mask operator==(PlainVector a, PlainVector b) { return a.v_ == b.v_; }
  friend Mask operator<=(PlainVector a, PlainVector b) { return a.v_ <= b.v_; }
  friend PlainVector select(Mask mask, PlainVector a, PlainVector b) {
    return PlainVector(mask ? a.v_ : b.v_);
  }
  friend PlainVector exp(PlainVector x) {
    return x.each([](float value) { return std::exp(value); });
  }
  friend PlainVector tanh(PlainVector x) {
    return x.each([](float value) { return std::tanh(value); });
  }

 private:
  explicit PlainVector(Floats v) : v_(v) {}

  template <class Function>
  PlainVector each(Function function) const {
    return PlainVector(Floats{function(v_[0]), function(v_[1]), function(v_[2]), function(v_[3])});
  }

  Floats v_;
};

}  // namespace keratin::kernels
