#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "keratin/config.hpp"
#include "keratin/identifier.hpp"
#include "keratin/view.hpp"

namespace keratin::activations {

/// An activation: its name, value and derivative. Make your own from two functions.
struct Function {
  std::string_view name;  ///< of static lifetime, as a literal has

  /// Writes the activation of `x` to `y`, which has the same shape.
  void (*forward)(View x, Buffer y) = nullptr;

  /// Writes to `dx` the gradient with respect to x, from x, y and the gradient `dy` with respect to y.
  void (*backward)(View x, View y, View dy, Buffer dx) = nullptr;
};

/// The slope below 0 of a rectifier, x above 0 and a multiple of it below: of relu and leaky_relu; none for
/// another function.
std::optional<float> negative_slope(const Function& function);

/// Whether it is one of the functions below, not one of a user.
bool is_known(const Function& function);

/// The activation that an identifier stands for, null for an empty one. Throws ValueError for an unknown
/// name, listing the known ones, and for a Function that lacks one of its two functions.
std::shared_ptr<const Function> get(const Identifier<Function>& identifier);

/// An identifier as a layer's config holds it: the function's name, "linear" for none.
Config to_config(const Identifier<Function>& identifier);

/// The identifier in a config's `argument`, none for "linear". Throws ValueError for anything else.
void read_argument(std::string_view argument, const Config& config, Identifier<Function>& identifier);

// Keras's activations with their default arguments. All are initialized before any code of a program runs. If
// the slope jumps, the derivative is TensorFlow's.

/// max(x, 0) + min(exp(x) - 1, 0)
extern const Function celu;

/// x, or exp(x) - 1 below 0
extern const Function elu;

/// exp(x)
extern const Function exponential;

/// x Φ(x), with the distribution function Φ of the standard normal distribution
extern const Function gelu;

/// x, or 0 within [-0.5, 0.5]
extern const Function hard_shrink;

/// x / 6 + 1 / 2, clipped to [0, 1]
extern const Function hard_sigmoid;

/// x hard_sigmoid(x)
extern const Function hard_silu;
inline const Function& hard_swish = hard_silu;

/// x, clipped to [-1, 1]
extern const Function hard_tanh;

/// x, or 0.2 x below 0
extern const Function leaky_relu;

/// x
extern const Function linear;

/// log(sigmoid(x))
extern const Function log_sigmoid;

/// log(softmax(x))
extern const Function log_softmax;

/// x tanh(softplus(x))
extern const Function mish;

/// max(x, 0)
extern const Function relu;

/// x, clipped to [0, 6]
extern const Function relu6;

/// 1.0507 x, or 1.7581 (exp(x) - 1) below 0: Klambauer et al., 2017
extern const Function selu;

/// 1 / (1 + exp(-x))
extern const Function sigmoid;

/// x sigmoid(x)
extern const Function silu;
inline const Function& swish = silu;

/// x moved by 0.5 towards 0, or 0 within [-0.5, 0.5]
extern const Function soft_shrink;

/// exp(x) over its sum along the last axis
extern const Function softmax;

/// log(1 + exp(x))
extern const Function softplus;

/// x / (1 + |x|)
extern const Function softsign;

/// 0 below -1, (x + 1)² / 4 up to 1, then x
extern const Function sparse_plus;

/// (x + 1) / 2, clipped to [0, 1]
extern const Function sparse_sigmoid;

/// max(x - τ, 0) along the last axis, with Keras's threshold: τ = (Σ c - 1) / k with the sum over all k
/// cumulative sums c of the support; Martins and Astudillo, 2016, take only the last one
extern const Function sparsemax;

/// (x + √(x² + 4)) / 2
extern const Function squareplus;

/// The hyperbolic tangent
extern const Function tanh;

/// x - tanh(x)
extern const Function tanh_shrink;

}  // namespace keratin::activations
