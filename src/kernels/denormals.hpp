#pragma once

#include <cstdint>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace keratin::kernels {

/// How this thread rounds and what it does with denormals, the numbers below about 1e-38.
using FloatMode = std::uint64_t;

inline FloatMode float_mode() {
  FloatMode mode = 0;
#if defined(__x86_64__)
  mode = _mm_getcsr();
#elif defined(__aarch64__)
  asm volatile("mrs %0, fpcr" : "=r"(mode));
#endif
  return mode;
}

inline void set_float_mode([[maybe_unused]] FloatMode mode) {
#if defined(__x86_64__)
  _mm_setcsr(static_cast<unsigned>(mode));
#elif defined(__aarch64__)
  asm volatile("msr fpcr, %0" : : "r"(mode));
#endif
}

/// While it lives, denormals count as 0 on this thread and in the loops that it shares with others, as they
/// do in TensorFlow. A processor takes ten times as long for them and more, and an optimizer's average of a
/// gradient that stays 0 would become one and stay one.
class FlushDenormals {
 public:
  FlushDenormals() : before_(float_mode()) { set_float_mode(before_ | flag); }
  ~FlushDenormals() { set_float_mode((float_mode() & ~flag) | (before_ & flag)); }
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
#if defined(__x86_64__)
  static constexpr FloatMode flag = 0x8040;  // results (flush to zero) and operands (denormals are zeros)
#else
  static constexpr FloatMode flag = 1U << 24;
#endif

  FloatMode before_;
};

}  // namespace keratin::kernels
