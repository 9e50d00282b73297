// Operators of KerasTensors.
#include "keratin/keras_tensor.hpp"
#include "keratin/models/ops.hpp"

namespace keratin {

KerasTensor operator+(const KerasTensor& a, const KerasTensor& b) { return ops::add(a, b); }
KerasTensor operator-(const KerasTensor& a, const KerasTensor& b) { return ops::subtract(a, b); }
KerasTensor operator*(const KerasTensor& a, const KerasTensor& b) { return ops::multiply(a, b); }
KerasTensor operator+(const KerasTensor& a, double constant) { return ops::add(a, constant); }
KerasTensor operator-(const KerasTensor& a, double constant) { return ops::subtract(a, constant); }
KerasTensor operator*(const KerasTensor& a, double constant) { return ops::multiply(a, constant); }
KerasTensor operator/(const KerasTensor& a, double constant) { return ops::true_divide(a, constant); }
KerasTensor operator+(double constant, const KerasTensor& a) { return ops::add(constant, a); }
KerasTensor operator-(double constant, const KerasTensor& a) { return ops::subtract(constant, a); }
KerasTensor operator*(double constant, const KerasTensor& a) { return ops::multiply(constant, a); }
KerasTensor operator/(double constant, const KerasTensor& a) { return ops::true_divide(constant, a); }
KerasTensor operator-(const KerasTensor& a) { return ops::negative(a); }
KerasTensor abs(const KerasTensor& a) { return ops::absolute(a); }
KerasTensor pow(const KerasTensor& a, double exponent) { return ops::power(a, exponent); }

}  // namespace keratin
