#pragma once

#include "keratin/layers/described.hpp"

namespace keratin::layers {

/// The named arguments of Embedding, in Keras's order.
struct EmbeddingOptions {
  Identifier<initializers::Initializer> embeddings_initializer = "uniform";
  Identifier<regularizers::Regularizer> embeddings_regularizer = {};
  Identifier<constraints::Constraint> embeddings_constraint = {};
  Shape input_shape = {};
  int input_length = 0;  ///< Keras 2's short for `input_shape = {input_length}`
  std::string name = {};
  bool trainable = true;
};

/// A vector for each index: (batch, …) of whole numbers from 0 to less than `input_dim` to (batch, …,
/// output_dim). Weight: embeddings (input_dim, output_dim), one row per index. The gradients of a repeated
/// index are summed before the optimizer sees them, as in Keras 2 and in Keras 3 on PyTorch and JAX; Keras
/// 3's optimizers on TensorFlow square them one by one.
class Embedding : public Described<Embedding, Layer, EmbeddingOptions, int, int> {
 public:
  /// Throws ValueError unless both are positive.
  Embedding(int input_dim, int output_dim, const EmbeddingOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;
  void build(const Shape& input_shape) override;

  /// Throws ValueError for a number that is not an index.
  void check_values(View x) const override;

  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;

 private:
  int input_dim_, output_dim_;
  std::shared_ptr<const initializers::Initializer> embeddings_initializer_;
  WeightOptions embeddings_options_;
  Weight* embeddings_ = nullptr;
};

}  // namespace keratin::layers
