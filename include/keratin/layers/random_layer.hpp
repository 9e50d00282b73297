#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "keratin/layers/described.hpp"

namespace keratin::distribution {
struct BatchPart;
}

namespace keratin::random {
class StatelessSeed;
}

namespace keratin {

/// A layer that in training multiplies its input by random factors, new ones in each pass, and otherwise
/// returns its input: (batch, …) to the same shape. The same seed gives the numbers of Keras on TensorFlow.
class RandomLayer : public Layer {
 public:
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }

  /// Throws ValueError if the shape of the noise does not fit the input.
  void build(const Shape& input_shape) override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;

  /// Passes that drew so far, which a backup keeps; null for a layer that never draws.
  [[nodiscard]] std::atomic<std::int64_t>* calls() const { return drawn_ ? &drawn_->calls : nullptr; }

  /// What it draws from, which processes that train together share; null for the same layers.
  [[nodiscard]] std::int64_t* seed() const { return drawn_ ? &drawn_->seed : nullptr; }

 protected:
  using Layer::Layer;

  /// Makes the layer random, with a seed drawn now if none is given. Call it once, in a constructor that has
  /// checked its arguments. Without it the layer returns its input in training too.
  void start_drawing(std::optional<std::int64_t> seed);

  /// One random number for all places along an axis of size 1; None is the input's size. Throws ValueError
  /// for other sizes that are not positive.
  void set_noise_shape(const Shape& noise_shape);

  /// Throws ValueError unless `value` is from 0 to 1.
  void check_share(const char* what, double value) const;

  /// The same, 1 excluded.
  void check_share_below_one(const char* what, double value) const;

  /// Whether this pass draws: in training, or if a model of Keras 2 calls the layer with training=True.
  [[nodiscard]] bool draws(const Tape& tape) const;

  /// The numbers of this pass for an input of this shape.
  [[nodiscard]] Buffer noise(const Shape& input_shape, Tape& tape) const;

 private:
  /// Writes numbers begin … begin + count − 1 of a pass; may be called from several threads at once.
  virtual void draw(const random::StatelessSeed& seed, std::size_t begin, std::size_t count,
                    float* out) const = 0;

  [[nodiscard]] Shape noise_shape_for(const Shape& input_shape) const;

  /// The numbers that are drawn for an input, and where they begin in those of the whole batch.
  struct Place {
    Shape shape;
    std::size_t first = 0;
  };
  [[nodiscard]] Place place_of_noise(const Shape& input_shape, const distribution::BatchPart* part) const;

  struct Drawn {
    explicit Drawn(std::int64_t number) : seed(number) {}
    std::int64_t seed;
    std::atomic<std::int64_t> calls = 0;  // passes in training so far
  };
  std::shared_ptr<Drawn> drawn_;  // null for a layer at rest
  Shape noise_shape_;             // empty: the input's
};

}  // namespace keratin
