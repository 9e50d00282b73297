#include <algorithm>
#include <cmath>

#include "keratin/losses/regression.hpp"
#include "losses/entries.hpp"
#include "losses/fields.hpp"

namespace keratin::losses {

namespace {

/// 1 / the length of a vector, at most 1e7.
float inverse_norm(const float* x, const Entry& entry) {
  float sum = 0.0f;
  entry.for_each([&](std::size_t i) { sum += x[i] * x[i]; });
  const float inverse = 1.0f / std::sqrt(sum);
  return inverse > 1.0f / lowest ? 1.0f / lowest : inverse;
}

float dot(const float* a, const float* b, const Entry& entry) {
  float sum = 0.0f;
  entry.for_each([&](std::size_t i) { sum += a[i] * b[i]; });
  return sum;
}

}  // namespace

CosineSimilarity::CosineSimilarity(const CosineSimilarityOptions& options)
    : NamedLoss(Known{"CosineSimilarity", write_config(options)}), axis_(options.axis) {
  check_axis("CosineSimilarity", axis_);
}

void CosineSimilarity::check(const Shape& y_true, const Shape& y_pred) const {
  Loss::check(y_true, y_pred);
  check_axis(name(), axis_, y_pred);
}

Shape CosineSimilarity::output_shape(const Shape& y_pred) const { return without_axis(y_pred, axis_); }

void CosineSimilarity::call(View y_true, View y_pred, Buffer losses) const {
  const float *t = y_true.data(), *p = y_pred.data();
  for_each_entry(y_pred.shape(), axis_, [&](const Entry& entry) {
    const float t_scale = inverse_norm(t, entry), p_scale = inverse_norm(p, entry);
    float cosine = 0.0f;
    entry.for_each([&](std::size_t i) { cosine += (t[i] * t_scale) * (p[i] * p_scale); });
    losses.data()[entry.index] = -cosine;
  });
}

void CosineSimilarity::gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const {
  const float *t = y_true.data(), *p = y_pred.data();
  for_each_entry(y_pred.shape(), axis_, [&](const Entry& entry) {
    const float p_scale = inverse_norm(p, entry);
    const float scale = -dlosses.data()[entry.index] * inverse_norm(t, entry) * p_scale;
    const bool at_most = p_scale >= 1.0f / lowest;  // if the length does not change the scale
    const float along = at_most ? 0.0f : dot(t, p, entry) * p_scale * p_scale;
    entry.for_each([&](std::size_t i) { dy_pred.data()[i] = scale * (t[i] - along * p[i]); });
  });
}

}  // namespace keratin::losses
