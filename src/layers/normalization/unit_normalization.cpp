#include "keratin/layers/normalization/unit_normalization.hpp"

#include "kernels/group_normalize.hpp"
#include "layers/common/axes.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

namespace {

constexpr float largest_factor = 1e12f;  // Keras's 1 / epsilon

}  // namespace

UnitNormalization::UnitNormalization(const UnitNormalizationOptions& options)
    : Described("UnitNormalization", {}, options) {
  set_input_spec({.min_rank = 2});
}

void UnitNormalization::build(const Shape& input_shape) {
  const LastAxes last(*this, options_.axis, input_shape);
  set_input_spec({.rank = input_shape.rank()});
}

View UnitNormalization::forward(View x, Tape& tape) const {
  const LastAxes last(*this, options_.axis, x.shape());
  const View rows = last.put_last(x, tape);
  const Buffer factors = tape.allocate(last.other_sizes(x.shape())), y = tape.allocate(rows.shape());
  kernels::normalize_rows(factors.size(), x.size() / factors.size(), largest_factor, rows.data(),
                          factors.data(), y.data());
  tape.save(*this, {rows, factors});
  return last.put_back(y, tape);
}

View UnitNormalization::backward(View dy, Tape& tape) const {
  const auto [rows, factors] = tape.restore<2>(*this);
  const LastAxes last(*this, options_.axis, dy.shape());
  const View gradient = last.put_last(dy, tape);
  const Buffer dx = tape.allocate(rows.shape());
  kernels::normalize_rows_gradient(factors.size(), dy.size() / factors.size(), largest_factor, rows.data(),
                                   factors.data(), gradient.data(), dx.data());
  return last.put_back(dx, tape);
}

template <class Fields>
void list_fields(Fields& fields, UnitNormalizationOptions& options) {
  fields("axis", options.axis);
}

template class Described<UnitNormalization, Layer, UnitNormalizationOptions>;

}  // namespace keratin::layers
