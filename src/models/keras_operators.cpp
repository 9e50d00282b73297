// Operators of KerasTensors: calls of layers.
#include <fmt/format.h>

#include "keratin/error.hpp"
#include "keratin/keras_tensor.hpp"
#include "keratin/layers/merging/add.hpp"
#include "keratin/layers/merging/multiply.hpp"
#include "keratin/layers/merging/subtract.hpp"
#include "layers/core/operation.hpp"

namespace keratin {

namespace {

template <class Merge>
KerasTensor merged(const KerasTensor& a, const KerasTensor& b) {
  if (a.shape().rank() != b.shape().rank()) {
    throw ValueError(fmt::format(
        "An operator takes KerasTensors of as many axes, but received shapes {} and {}: use a layer such as "
        "Add.",
        to_string(a.shape()), to_string(b.shape())));
  }
  return Merge()({a, b});
}

KerasTensor with_constant(const char* operation, const KerasTensor& a, double constant) {
  return layers::Operation(operation, constant, false)(a);
}

KerasTensor with_constant(const char* operation, double constant, const KerasTensor& a) {
  return layers::Operation(operation, constant, true)(a);
}

}  // namespace

KerasTensor operator+(const KerasTensor& a, const KerasTensor& b) { return merged<layers::Add>(a, b); }
KerasTensor operator-(const KerasTensor& a, const KerasTensor& b) { return merged<layers::Subtract>(a, b); }
KerasTensor operator*(const KerasTensor& a, const KerasTensor& b) { return merged<layers::Multiply>(a, b); }
KerasTensor operator+(const KerasTensor& a, double constant) { return with_constant("Add", a, constant); }
KerasTensor operator-(const KerasTensor& a, double constant) {
  return with_constant("Subtract", a, constant);
}
KerasTensor operator*(const KerasTensor& a, double constant) {
  return with_constant("Multiply", a, constant);
}
KerasTensor operator/(const KerasTensor& a, double constant) {
  return with_constant("TrueDivide", a, constant);
}
KerasTensor operator+(double constant, const KerasTensor& a) { return with_constant("Add", constant, a); }
KerasTensor operator-(double constant, const KerasTensor& a) {
  return with_constant("Subtract", constant, a);
}
KerasTensor operator*(double constant, const KerasTensor& a) {
  return with_constant("Multiply", constant, a);
}
KerasTensor operator/(double constant, const KerasTensor& a) {
  return with_constant("TrueDivide", constant, a);
}
KerasTensor operator-(const KerasTensor& a) { return layers::Operation("Negative", {}, false)(a); }
KerasTensor abs(const KerasTensor& a) { return layers::Operation("Absolute", {}, false)(a); }
KerasTensor pow(const KerasTensor& a, double exponent) { return with_constant("Power", a, exponent); }

}  // namespace keratin
