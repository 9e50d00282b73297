#include "keratin/layers/core/embedding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kernels/axis.hpp"
#include "kernels/gather.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

namespace {

EmbeddingOptions with_input_shape(EmbeddingOptions options) {
  if (options.input_length != 0) options.input_shape = {options.input_length};
  return options;
}

}  // namespace

Embedding::Embedding(int input_dim, int output_dim, const EmbeddingOptions& options)
    : Described("Embedding", {input_dim, output_dim}, with_input_shape(options)),
      input_dim_(input_dim),
      output_dim_(output_dim),
      embeddings_initializer_(initializers::get(options.embeddings_initializer)),
      embeddings_options_(weight_options(options.embeddings_regularizer, options.embeddings_constraint)) {
  if (input_dim <= 0) fail(fmt::format("input_dim must be positive, but received {}.", input_dim));
  if (output_dim <= 0) fail(fmt::format("output_dim must be positive, but received {}.", output_dim));
  set_input_spec({.min_rank = 1});
}

Shape Embedding::compute_output_shape(const Shape& input_shape) const {
  if (input_shape.rank() == Shape::max_rank) {
    fail(
        fmt::format("its input must have fewer than {} dimensions, since it adds one, but received shape {}.",
                    Shape::max_rank, to_string(input_shape)));
  }
  Shape output_shape = input_shape;
  output_shape.push_back(output_dim_);
  return output_shape;
}

void Embedding::build(const Shape& /*input_shape*/) {
  embeddings_ =
      add_weight("embeddings", {input_dim_, output_dim_}, embeddings_initializer_, embeddings_options_);
}

void Embedding::check_values(View x) const {
  const auto end = static_cast<float>(input_dim_);
  const auto is_index = [=](float value) {
    return value >= 0.0f && value < end && value == std::floor(value);
  };
  const float* wrong = std::find_if_not(x.data(), x.data() + x.size(), is_index);
  if (wrong == x.data() + x.size()) return;
  fail(
      fmt::format("its inputs must be whole numbers from 0 to {}, but received {}. Number them from 0, or "
                  "use a larger input_dim.",
                  input_dim_ - 1, *wrong));
}

View Embedding::forward(View x, Tape& tape) const {
  check_values(x);
  const Buffer y = tape.allocate(compute_output_shape(x.shape()));
  kernels::gather_rows(x.size(), kernels::as_size(output_dim_), x.data(), embeddings_->data(), y.data());
  tape.save(*this, {x});
  return y;
}

View Embedding::backward(View dy, Tape& tape) const {
  const auto [x] = tape.restore<1>(*this);
  if (const Buffer gradient = tape.gradient(*embeddings_); !gradient.empty())
    kernels::add_to_rows(x.size(), kernels::as_size(output_dim_), x.data(), dy.data(), gradient.data());
  if (!tape.needs_input_gradient()) return {};
  const Buffer dx = tape.allocate(x.shape());
  std::fill_n(dx.data(), dx.size(), 0.0f);
  return dx;
}

template <class Fields>
void list_fields(Fields& fields, int& input_dim, int& output_dim, EmbeddingOptions& options) {
  fields.required("input_dim", input_dim);
  fields.required("output_dim", output_dim);
  fields.ignore("input_length");
  fields("embeddings_initializer", options.embeddings_initializer);
  fields("embeddings_regularizer", options.embeddings_regularizer);
  fields("embeddings_constraint", options.embeddings_constraint);
}

template class Described<Embedding, Layer, EmbeddingOptions, int, int>;

}  // namespace keratin::layers
