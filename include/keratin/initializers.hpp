#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "keratin/config.hpp"
#include "keratin/identifier.hpp"
#include "keratin/tensor.hpp"

/// The initial values of a weight, as in keras.initializers. After `utils::set_random_seed(n)`, or with its
/// own seed, a random initializer gives the numbers of Keras on TensorFlow. Without a seed it draws one when
/// it is constructed, so the order of construction matters. Further calls give the same numbers.
namespace keratin::initializers {

/// Derive from this class to write your own initializer.
class Initializer {
 public:
  virtual ~Initializer() = default;

  /// A weight's first values. The built-in ones throw ValueError for a shape with an open dimension.
  virtual Tensor operator()(const Shape& shape) const = 0;

  /// The name of the class in Keras.
  [[nodiscard]] virtual std::string name() const { return "Initializer"; }

  /// The constructor arguments; unless overridden, none.
  [[nodiscard]] virtual Config get_config() const { return Config::entries(); }
};

/// All 0.
class Zeros : public Initializer {
 public:
  Tensor operator()(const Shape& shape) const override;
  [[nodiscard]] std::string name() const override { return "Zeros"; }
};

/// All 1.
class Ones : public Initializer {
 public:
  Tensor operator()(const Shape& shape) const override;
  [[nodiscard]] std::string name() const override { return "Ones"; }
};

/// The named arguments of Constant, in Keras's order.
struct ConstantOptions {
  double value = 0.0;
};

/// All `value`. Throws ValueError if it is not finite.
class Constant : public Initializer {
 public:
  explicit Constant(double value = 0.0);
  explicit Constant(ConstantOptions options) : Constant(options.value) {}
  Tensor operator()(const Shape& shape) const override;
  [[nodiscard]] std::string name() const override { return "Constant"; }
  [[nodiscard]] Config get_config() const override;

 private:
  double value_;
};

/// The named arguments of Identity, in Keras's order.
struct IdentityOptions {
  double gain = 1.0;
};

/// `gain` on the main diagonal of a matrix, 0 elsewhere; ValueError for a shape that is not a matrix and a
/// gain that is not finite.
class Identity : public Initializer {
 public:
  explicit Identity(IdentityOptions options = {});
  Tensor operator()(const Shape& shape) const override;
  [[nodiscard]] std::string name() const override { return "Identity"; }
  [[nodiscard]] Config get_config() const override;

 private:
  double gain_;
};

/// An initializer with a seed: the given one, or one drawn when the object is constructed.
class RandomInitializer : public Initializer {
 public:
  explicit RandomInitializer(std::optional<std::int64_t> seed);

 protected:
  [[nodiscard]] std::int64_t seed() const { return seed_; }

  /// Nothing if it was drawn.
  [[nodiscard]] std::optional<std::int64_t> given_seed() const { return given_seed_; }

  /// The config of a class whose only argument is its seed.
  [[nodiscard]] Config seed_config() const;

 private:
  std::optional<std::int64_t> given_seed_;
  std::int64_t seed_;
};

/// The named arguments of RandomNormal, in Keras's order.
struct RandomNormalOptions {
  double mean = 0.0;
  double stddev = 0.05;
  std::optional<std::int64_t> seed = std::nullopt;
};

/// Normal numbers. Throws ValueError if stddev < 0 or a number is not finite.
class RandomNormal : public RandomInitializer {
 public:
  explicit RandomNormal(RandomNormalOptions options = {});
  Tensor operator()(const Shape& shape) const override;
  [[nodiscard]] std::string name() const override { return "RandomNormal"; }
  [[nodiscard]] Config get_config() const override;

 private:
  double mean_;
  double stddev_;
};

/// The named arguments of RandomUniform, in Keras's order.
struct RandomUniformOptions {
  double minval = -0.05;
  double maxval = 0.05;
  std::optional<std::int64_t> seed = std::nullopt;
};

/// Uniform numbers in [minval, maxval). Throws ValueError if minval > maxval or one of them is not finite.
class RandomUniform : public RandomInitializer {
 public:
  explicit RandomUniform(RandomUniformOptions options = {});
  Tensor operator()(const Shape& shape) const override;
  [[nodiscard]] std::string name() const override { return "RandomUniform"; }
  [[nodiscard]] Config get_config() const override;

 private:
  double minval_;
  double maxval_;
};

/// The named arguments of TruncatedNormal, in Keras's order.
struct TruncatedNormalOptions {
  double mean = 0.0;
  double stddev = 0.05;
  std::optional<std::int64_t> seed = std::nullopt;
};

/// Normal numbers less than two `stddev` from `mean`. Throws ValueError if stddev < 0 or a number is not
/// finite.
class TruncatedNormal : public RandomInitializer {
 public:
  explicit TruncatedNormal(TruncatedNormalOptions options = {});
  Tensor operator()(const Shape& shape) const override;
  [[nodiscard]] std::string name() const override { return "TruncatedNormal"; }
  [[nodiscard]] Config get_config() const override;

 private:
  double mean_;
  double stddev_;
};

/// The named arguments of VarianceScaling, in Keras's order.
struct VarianceScalingOptions {
  double scale = 1.0;
  std::string mode = "fan_in";
  std::string distribution = "truncated_normal";
  std::optional<std::int64_t> seed = std::nullopt;
};

/// Numbers of variance scale / n, where n is the weight's number of inputs ("fan_in") or outputs ("fan_out")
/// or the mean of both ("fan_avg"), of distribution "uniform", "truncated_normal" (also called "normal") or
/// "untruncated_normal". A kernel's inputs are those of one output number: rows * columns * input channels.
/// Throws ValueError unless scale is positive and finite, and for other names.
class VarianceScaling : public RandomInitializer {
 public:
  explicit VarianceScaling(const VarianceScalingOptions& options = {});
  Tensor operator()(const Shape& shape) const override;
  [[nodiscard]] std::string name() const override { return "VarianceScaling"; }
  [[nodiscard]] Config get_config() const override;

 private:
  double scale_;
  std::string mode_;
  std::string distribution_;
};

/// The options of initializers that only have a seed.
struct SeedOptions {
  std::optional<std::int64_t> seed = std::nullopt;
};

using GlorotUniformOptions = SeedOptions;
using GlorotNormalOptions = SeedOptions;
using HeUniformOptions = SeedOptions;
using HeNormalOptions = SeedOptions;
using LecunUniformOptions = SeedOptions;
using LecunNormalOptions = SeedOptions;

/// Uniform within ±√(6 / (fan_in + fan_out)) (Glorot and Bengio, 2010).
class GlorotUniform : public VarianceScaling {
 public:
  explicit GlorotUniform(GlorotUniformOptions options = {})
      : VarianceScaling({.mode = "fan_avg", .distribution = "uniform", .seed = options.seed}) {}
  [[nodiscard]] std::string name() const override { return "GlorotUniform"; }
  [[nodiscard]] Config get_config() const override { return seed_config(); }
};

/// Truncated normal of standard deviation √(2 / (fan_in + fan_out)) (Glorot and Bengio, 2010).
class GlorotNormal : public VarianceScaling {
 public:
  explicit GlorotNormal(GlorotNormalOptions options = {})
      : VarianceScaling({.mode = "fan_avg", .seed = options.seed}) {}
  [[nodiscard]] std::string name() const override { return "GlorotNormal"; }
  [[nodiscard]] Config get_config() const override { return seed_config(); }
};

/// Uniform within ±√(6 / fan_in) (He et al., 2015).
class HeUniform : public VarianceScaling {
 public:
  explicit HeUniform(HeUniformOptions options = {})
      : VarianceScaling({.scale = 2.0, .distribution = "uniform", .seed = options.seed}) {}
  [[nodiscard]] std::string name() const override { return "HeUniform"; }
  [[nodiscard]] Config get_config() const override { return seed_config(); }
};

/// Truncated normal of standard deviation √(2 / fan_in) (He et al., 2015).
class HeNormal : public VarianceScaling {
 public:
  explicit HeNormal(HeNormalOptions options = {}) : VarianceScaling({.scale = 2.0, .seed = options.seed}) {}
  [[nodiscard]] std::string name() const override { return "HeNormal"; }
  [[nodiscard]] Config get_config() const override { return seed_config(); }
};

/// Uniform within ±√(3 / fan_in) (LeCun et al., 1998).
class LecunUniform : public VarianceScaling {
 public:
  explicit LecunUniform(LecunUniformOptions options = {})
      : VarianceScaling({.distribution = "uniform", .seed = options.seed}) {}
  [[nodiscard]] std::string name() const override { return "LecunUniform"; }
  [[nodiscard]] Config get_config() const override { return seed_config(); }
};

/// Truncated normal of standard deviation √(1 / fan_in) (LeCun et al., 1998).
class LecunNormal : public VarianceScaling {
 public:
  explicit LecunNormal(LecunNormalOptions options = {}) : VarianceScaling({.seed = options.seed}) {}
  [[nodiscard]] std::string name() const override { return "LecunNormal"; }
  [[nodiscard]] Config get_config() const override { return seed_config(); }
};

/// The named arguments of Orthogonal, in Keras's order.
struct OrthogonalOptions {
  double gain = 1.0;
  std::optional<std::int64_t> seed = std::nullopt;
};

/// `gain` times a matrix whose shorter sides' vectors are orthonormal; all dimensions but the last count as
/// rows (Saxe et al., 2014). ValueError for a shape of less than two dimensions and
/// a gain that is not finite.
class Orthogonal : public RandomInitializer {
 public:
  explicit Orthogonal(OrthogonalOptions options = {});
  Tensor operator()(const Shape& shape) const override;
  [[nodiscard]] std::string name() const override { return "Orthogonal"; }
  [[nodiscard]] Config get_config() const override;

 private:
  double gain_;
};

/// The object that `identifier` stands for: a new one for a name ("glorot_uniform" or "GlorotUniform"), a
/// GlorotUniform if it is empty, as in Keras. Throws ValueError for an unknown name.
std::shared_ptr<const Initializer> get(const Identifier<Initializer>& identifier);

/// An identifier as a layer's config holds it.
Config to_config(const Identifier<Initializer>& identifier);

/// The identifier in a config's `argument`. Throws ValueError for an unknown one.
void read_argument(std::string_view argument, const Config& config, Identifier<Initializer>& identifier);

}  // namespace keratin::initializers
