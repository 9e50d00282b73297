#include "kernels/noise.hpp"

#include "kernels/parallel.hpp"

namespace keratin::kernels {

namespace {

/// y[i] = value(i), on several threads.
template <class Value>
void fill(std::size_t count, float* y, const Value& value) {
  parallel_parts(count, 4096, 2, [=](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) y[i] = value(i);
  });
}

}  // namespace

void apply_mask(std::size_t count, const float* mask, const float* x, float* y) {
  fill(count, y, [=](std::size_t i) {
    const float scaled = x[i] * mask[i];
    return mask[i] == 0.0f ? 0.0f : scaled;
  });
}

void apply_mask(std::size_t count, const float* mask, float shift, float masked, const float* x, float* y) {
  fill(count, y, [=](std::size_t i) {
    const float moved = x[i] * mask[i] + shift;
    return mask[i] == 0.0f ? masked : moved;
  });
}

void add_noise(std::size_t count, const float* noise, const float* x, float* y) {
  fill(count, y, [=](std::size_t i) { return x[i] + noise[i]; });
}

}  // namespace keratin::kernels
