#pragma once

#include "keratin/axes.hpp"
#include "keratin/layers/described.hpp"
#include "keratin/per_channel.hpp"

namespace keratin::layers {

/// The named arguments of Normalization, in Keras's order.
struct NormalizationOptions {
  Axes axis = -1;            ///< each place on them has a mean of its own; `{}`, Keras's None: one for all
  PerChannel mean = {};      ///< a number, or one for each place on the last of the axes; `{}`: see adapt()
  PerChannel variance = {};  ///< the same; given together with the mean
  bool invert = false;       ///< whether to compute mean + x · √variance
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// (x − mean) / √variance, with a mean and a variance that are given or that adapt() computes: (batch, …) to
/// the same shape. Weights, unless they are given: mean and variance, each (sizes of the axes), and count (),
/// which Keras keeps for older files.
class Normalization : public Described<Normalization, Layer, NormalizationOptions> {
 public:
  /// Throws ValueError if only one of mean and variance is given or they have different numbers, and for
  /// numbers that are not finite and negative variances.
  explicit Normalization(const NormalizationOptions& options = {});

  /// Makes the weights if there are none yet, and sets them to the mean and the variance of these data, whose
  /// first axis are the samples. Throws ValueError, with nothing changed, if the data do not fit the layer or
  /// its mean was given.
  void adapt(const Tensor& data);

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  void build(const Shape& input_shape) override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;

 private:
  struct Statistics {
    Buffer mean, deviation;
  };

  [[nodiscard]] bool is_given() const { return !options_.mean.values().empty(); }
  [[nodiscard]] Shape statistics_shape(const Shape& input_shape) const;
  [[nodiscard]] Statistics statistics(const Shape& input_shape, Tape& tape) const;

  Weight* mean_ = nullptr;
  Weight* variance_ = nullptr;
};

}  // namespace keratin::layers
