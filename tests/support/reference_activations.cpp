#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

#include "support/reference.hpp"

namespace keratin::reference {

namespace {

using Function = std::function<double(double)>;
using Row = std::vector<double>;

Array each(const Array& x, const Function& f) {
  Array y = x;
  for (double& value : y.data) value = f(value);
  return y;
}

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
double softplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }
double exp_minus_one_below_zero(double x, double alpha) { return x > 0 ? x : alpha * std::expm1(x); }
double hard_sigmoid(double x) { return std::clamp(x / 6 + 0.5, 0.0, 1.0); }

double sparse_plus(double x) {
  if (x <= -1) return 0;
  return x < 1 ? (x + 1) * (x + 1) / 4 : x;
}

double soft_shrink(double x) {
  if (x > 0.5) return x - 0.5;
  return x < -0.5 ? x + 0.5 : 0;
}

double selu(double x) {
  constexpr double alpha = 1.6732632423543772;
  constexpr double scale = 1.0507009873554805;
  return scale * exp_minus_one_below_zero(x, alpha);
}

const std::map<std::string, Function>& elementwise() {
  static const std::map<std::string, Function> functions = {
      {"celu", [](double x) { return exp_minus_one_below_zero(x, 1); }},
      {"elu", [](double x) { return exp_minus_one_below_zero(x, 1); }},
      {"exponential", [](double x) { return std::exp(x); }},
      {"gelu", [](double x) { return x * std::erfc(-x / std::sqrt(2.0)) / 2; }},
      {"hard_shrink", [](double x) { return std::abs(x) > 0.5 ? x : 0; }},
      {"hard_sigmoid", hard_sigmoid},
      {"hard_silu", [](double x) { return x * hard_sigmoid(x); }},
      {"hard_swish", [](double x) { return x * hard_sigmoid(x); }},
      {"hard_tanh", [](double x) { return std::clamp(x, -1.0, 1.0); }},
      {"keras2_hard_sigmoid", [](double x) { return std::clamp(0.2 * x + 0.5, 0.0, 1.0); }},
      {"leaky_relu", [](double x) { return x > 0 ? x : 0.2 * x; }},
      {"linear", [](double x) { return x; }},
      {"log_sigmoid", [](double x) { return -softplus(-x); }},
      {"mish", [](double x) { return x * std::tanh(softplus(x)); }},
      {"relu", [](double x) { return std::max(x, 0.0); }},
      {"relu6", [](double x) { return std::clamp(x, 0.0, 6.0); }},
      {"selu", selu},
      {"sigmoid", sigmoid},
      {"silu", [](double x) { return x * sigmoid(x); }},
      {"soft_shrink", soft_shrink},
      {"softplus", softplus},
      {"softsign", [](double x) { return x / (1 + std::abs(x)); }},
      {"sparse_plus", sparse_plus},
      {"sparse_sigmoid", [](double x) { return std::clamp((x + 1) / 2, 0.0, 1.0); }},
      {"squareplus", [](double x) { return (x + std::sqrt(x * x + 4)) / 2; }},
      {"swish", [](double x) { return x * sigmoid(x); }},
      {"tanh", [](double x) { return std::tanh(x); }},
      {"tanh_shrink", [](double x) { return x - std::tanh(x); }},
  };
  return functions;
}

Row softmax_of(const Row& x) {
  const double largest = *std::max_element(x.begin(), x.end());
  Row y;
  double sum = 0;
  for (double value : x) sum += y.emplace_back(std::exp(value - largest));
  for (double& value : y) value /= sum;
  return y;
}

Row log_softmax_of(const Row& x) {
  const double largest = *std::max_element(x.begin(), x.end());
  double sum = 0;
  for (double value : x) sum += std::exp(value - largest);
  Row y;
  for (double value : x) y.push_back(value - largest - std::log(sum));
  return y;
}

/// As Keras 3.15 has it: the partial sums over the support are added up; algorithm 1 of Martins and Astudillo
/// (2016) takes the last of them (keras-team/keras#23425, fixed after 3.15). With one number in the support,
/// equal.
Row sparsemax_of(const Row& x) {
  Row sorted = x;
  std::sort(sorted.rbegin(), sorted.rend());
  double partial = 0;
  double sum = 0;
  double support = 0;
  for (std::size_t k = 1; k <= sorted.size(); ++k) {
    partial += sorted[k - 1];
    if (sorted[k - 1] <= (partial - 1) / static_cast<double>(k)) continue;
    sum += partial;
    ++support;
  }
  const double threshold = (sum - 1) / support;
  Row y;
  for (double value : x) y.push_back(std::max(value - threshold, 0.0));
  return y;
}

Row glu_of(const Row& x) {
  Row y;
  const std::size_t half = x.size() / 2;
  for (std::size_t i = 0; i < half; ++i) y.push_back(x[i] * sigmoid(x[i + half]));
  return y;
}

/// Applies f to every row of x along its last axis.
Array each_row(const Array& x, Row (*f)(const Row&)) {
  const std::ptrdiff_t size = x.shape.back();
  Array y{x.shape, {}};
  for (auto row = x.data.begin(); row != x.data.end(); row += size) {
    const Row result = f(Row(row, row + size));
    y.shape[-1] = static_cast<int>(result.size());
    y.data.insert(y.data.end(), result.begin(), result.end());
  }
  return y;
}

}  // namespace

Array activation(const std::string& name, const Array& x) {
  if (name == "softmax") return each_row(x, softmax_of);
  if (name == "log_softmax") return each_row(x, log_softmax_of);
  if (name == "sparsemax") return each_row(x, sparsemax_of);
  if (name == "glu") return each_row(x, glu_of);
  if (!elementwise().contains(name)) throw std::invalid_argument("There is no activation '" + name + "'.");
  return each(x, elementwise().at(name));
}

Array relu(const Array& x, std::optional<double> max_value, double negative_slope, double threshold) {
  return each(x, [&](double value) {
    if (value <= threshold) return negative_slope * (value - threshold);
    return max_value ? std::min(value, *max_value) : value;
  });
}

Array leaky_relu(const Array& x, double negative_slope) {
  return each(x, [&](double value) { return value > 0 ? value : negative_slope * value; });
}

Array elu(const Array& x, double alpha) {
  return each(x, [&](double value) { return exp_minus_one_below_zero(value, alpha); });
}

Array prelu(const Array& x, const Array& alpha) {
  Array y = x;
  for (std::size_t i = 0; i < x.data.size(); ++i) {
    std::size_t rest = i;
    std::size_t place = 0;
    std::size_t stride = 1;
    for (int axis = alpha.shape.rank() - 1; axis >= 0; --axis) {
      const auto size = static_cast<std::size_t>(x.shape[axis + 1]);
      if (alpha.shape[axis] != 1) place += rest % size * stride;
      stride *= static_cast<std::size_t>(alpha.shape[axis]);
      rest /= size;
    }
    if (x.data[i] < 0) y.data[i] *= alpha.data[place];
  }
  return y;
}

Array softmax(const Array& x, int axis) {
  std::size_t stride = 1;
  for (int later = (axis < 0 ? axis + x.shape.rank() : axis) + 1; later < x.shape.rank(); ++later) {
    stride *= static_cast<std::size_t>(x.shape[later]);
  }
  const auto size = static_cast<std::size_t>(x.shape[axis]);
  Array y = x;
  for (std::size_t start = 0; start < x.data.size(); ++start) {
    if (start / stride % size != 0) continue;
    Row row;
    for (std::size_t k = 0; k < size; ++k) row.push_back(x.data[start + k * stride]);
    const Row result = softmax_of(row);
    for (std::size_t k = 0; k < size; ++k) y.data[start + k * stride] = result[k];
  }
  return y;
}

Array glu(const Array& x) {
  Shape shape = x.shape;
  shape[-1] /= 2;
  Array y = zeros(shape);
  const auto columns = static_cast<std::size_t>(shape.back());
  for (std::size_t i = 0; i < y.data.size(); ++i) {
    const std::size_t first = i / columns * 2 * columns + i % columns;
    y.data[i] = x.data[first] / (1 + std::exp(-x.data[first + columns]));
  }
  return y;
}

}  // namespace keratin::reference
