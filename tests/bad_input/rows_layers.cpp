#include "bad_input/rows.hpp"
#include "keratin/layers.hpp"

namespace keratin::testing {

using namespace layers;

namespace {

/// A model of the layer, which knows only there which axes an input has.
template <class Layer>
void build(Layer layer) {
  Sequential model;
  model.add(std::move(layer));
}

void add_dense_and_reshaping(Rows& rows) {
  const auto dense = [](const DenseOptions& options) { return Dense(2, options); };
  rows.of("Dense")
      .values("units", no_size, [](int units) { const Dense layer(units); })
      .field("activation", &DenseOptions::activation, unknown, dense)
      .field("kernel_initializer", &DenseOptions::kernel_initializer, unknown, dense)
      .field("bias_initializer", &DenseOptions::bias_initializer, unknown, dense)
      .field("kernel_regularizer", &DenseOptions::kernel_regularizer, unknown, dense)
      .field("bias_regularizer", &DenseOptions::bias_regularizer, unknown, dense)
      .field("activity_regularizer", &DenseOptions::activity_regularizer, unknown, dense)
      .field("kernel_constraint", &DenseOptions::kernel_constraint, unknown, dense)
      .field("bias_constraint", &DenseOptions::bias_constraint, unknown, dense)
      .add("input_dim", "None", [] { build(Dense(2, {.input_dim = -1})); })
      .values("input_shape", std::vector<int>{-2, least},
              [](int size) { build(Dense(2, {.input_dim = size})); });
  const auto embedding = [](const EmbeddingOptions& options) { return Embedding(5, 2, options); };
  rows.of("Embedding")
      .values("input_dim", no_size, [](int size) { Embedding(size, 2); })
      .values("output_dim", no_size, [](int size) { Embedding(5, size); })
      .field("embeddings_initializer", &EmbeddingOptions::embeddings_initializer, unknown, embedding)
      .field("embeddings_regularizer", &EmbeddingOptions::embeddings_regularizer, unknown, embedding)
      .field("embeddings_constraint", &EmbeddingOptions::embeddings_constraint, unknown, embedding)
      .values("input_shape", std::vector<int>{-2, least},
              [](int size) { build(Embedding(5, 2, {.input_length = size})); });
  rows.of("Flatten").field("data_format", &FlattenOptions::data_format, unknown,
                           [](const FlattenOptions& options) { return Flatten(options); });
  rows.of("TimeDistributed")
      .add("layer", "none", [] { TimeDistributed(std::shared_ptr<Layer>()); })
      .add("layer", "\"add\" (Add)", [] { TimeDistributed(Add({.name = "add"})); })
      .add("layer", "\"dense\" (Dense)",
           [] { TimeDistributed(Dense(2, {.activity_regularizer = "l2", .name = "dense"})); });
  rows.of("RepeatVector").values("n", no_size, [](int n) { const RepeatVector layer(n); });
  rows.of("Reshape")
      .add("target_shape", "0",
           [] {
             Reshape({0, 3});
           })
      .add("target_shape", "-2",
           [] {
             Reshape({-2, 3});
           })
      .add("target_shape", "(-1, -1)", [] {
        Reshape({None, None});
      });
  rows.of("Permute")
      .add("dims", "(1, 1)",
           [] {
             Permute({1, 1});
           })
      .add("dims", "(0, 1)",
           [] {
             Permute({0, 1});
           })
      .add("dims", "(2, 3)",
           [] {
             Permute({2, 3});
           })
      .add("dims", "-1", [] {
        Permute({-1, 1});
      });
  rows.of("Activation").values("activation", unknown, [](const std::string& name) {
    const Activation layer(name);
  });
  rows.of("Lambda").add("function", "function", [] { const Lambda layer(Lambda::Function{}); });
  rows.of("Input")
      .add("shape", "0",
           [] {
             const Input input({0, 3});
           })
      .add("shape", "-7", [] {
        const Input input({-7, 3});
      });
}

void add_rectifiers(Rows& rows) {
  rows.of("ELU").values("alpha", not_finite, [](double alpha) { const ELU layer(alpha); });
  rows.of("LeakyReLU").values("negative_slope", negative, [](double slope) { const LeakyReLU layer(slope); });
  const auto relu = [](const ReLUOptions& options) { return ReLU(options); };
  rows.of("ReLU")
      .field("max_value", &ReLUOptions::max_value, std::vector<double>{-0.5, not_a_number, -infinity}, relu)
      .field("negative_slope", &ReLUOptions::negative_slope, negative, relu)
      .field("threshold", &ReLUOptions::threshold, negative, relu);
  const auto prelu = [](const PReLUOptions& options) { return PReLU(options); };
  rows.of("PReLU")
      .field("alpha_initializer", &PReLUOptions::alpha_initializer, unknown, prelu)
      .field("alpha_regularizer", &PReLUOptions::alpha_regularizer, unknown, prelu)
      .field("alpha_constraint", &PReLUOptions::alpha_constraint, unknown, prelu)
      .add("shared_axes", "0", [] { build(PReLU({.shared_axes = {0}, .input_shape = {4}})); })
      .add("shared_axes", "-1", [] { build(PReLU({.shared_axes = {-1}, .input_shape = {4}})); });
  rows.of("Softmax").values("axis", std::vector<int>{0, 9, least, most}, [](int axis) {
    Sequential model;
    model.add(Softmax({.axis = axis, .input_shape = {3, 3}}));
  });
}

template <class Options, class Make>
void add_norm(Rows& rows, const Make& make) {
  rows.field("epsilon", &Options::epsilon, negative, make)
      .field("beta_initializer", &Options::beta_initializer, unknown, make)
      .field("gamma_initializer", &Options::gamma_initializer, unknown, make)
      .field("beta_regularizer", &Options::beta_regularizer, unknown, make)
      .field("gamma_regularizer", &Options::gamma_regularizer, unknown, make)
      .field("beta_constraint", &Options::beta_constraint, unknown, make)
      .field("gamma_constraint", &Options::gamma_constraint, unknown, make);
}

void add_normalizations(Rows& rows) {
  using Batch = BatchNormalizationOptions;
  const auto batch = [](const Batch& options) { return BatchNormalization(options); };
  rows.of("BatchNormalization");
  add_norm<Batch>(rows, batch);
  rows.field("momentum", &Batch::momentum, no_share, batch)
      .field("moving_mean_initializer", &Batch::moving_mean_initializer, unknown, batch)
      .field("moving_variance_initializer", &Batch::moving_variance_initializer, unknown, batch)
      .values("axis", std::vector<int>{0, 3, -4, least, most}, [](int axis) {
        build(BatchNormalization({.axis = axis, .input_shape = {4, 4}}));
      });
  using Group = GroupNormalizationOptions;
  rows.of("GroupNormalization");
  add_norm<Group>(rows, [](const Group& options) { return GroupNormalization(options); });
  rows.values("groups", std::vector<int>{0, -2, least, most, 3},
              [](int groups) {
                build(GroupNormalization({.groups = groups, .input_shape = {4, 4}}));
              })
      .values("axis", std::vector<int>{0, 3, -4, least, most}, [](int axis) {
        build(GroupNormalization({.groups = 2, .axis = axis, .input_shape = {4, 4}}));
      });
  using Across = LayerNormalizationOptions;
  rows.of("LayerNormalization");
  add_norm<Across>(rows, [](const Across& options) { return LayerNormalization(options); });
  rows.values("axis", std::vector<int>{0, 3, -4, least, most}, [](int axis) {
    build(LayerNormalization({.axis = axis, .input_shape = {4, 4}}));
  });
  rows.of("UnitNormalization").values("axis", std::vector<int>{0, 3, -4, least, most}, [](int axis) {
    build(UnitNormalization({.axis = axis, .input_shape = {4, 4}}));
  });
  rows.of("Normalization")
      .values("axis", std::vector<int>{0, 3, -4, least, most},
              [](int axis) {
                build(Normalization({.axis = axis, .input_shape = {4, 4}}));
              })
      .values("mean", not_finite, [](double mean) { Normalization({.mean = mean, .variance = 1}); })
      .values("variance", negative, [](double variance) { Normalization({.mean = 1, .variance = variance}); })
      .add("mean and variance", "1 and 0", [] { Normalization({.mean = 1}); })
      .add("mean", "2", [] {
        build(Normalization({.mean = {1, 2}, .variance = {1, 2}, .input_shape = {4, 4}}));
      });
  rows.of("Rescaling")
      .values("scale", not_finite, [](double scale) { const Rescaling layer(scale); })
      .values("offset", not_finite, [](double offset) { Rescaling(1.0, {.offset = offset}); })
      .add("scale", "", [] { const Rescaling layer(std::vector<double>{}); })
      .add("scale", "2", [] {
        build(Rescaling({1.0, 2.0}, {.input_shape = {4, 4}}));
      });
}

void add_random(Rows& rows) {
  rows.of("Dropout")
      .values("rate", no_share, [](double rate) { const Dropout layer(rate); })
      .add("noise_shape", "(2, 3)", [] {
        build(Dropout(0.5, {.noise_shape = {2, 3}, .input_shape = {4, 4}}));
      });
  rows.of("AlphaDropout").values("rate", no_share, [](double rate) { const AlphaDropout layer(rate); });
  rows.of("SpatialDropout2D")
      .values("rate", no_share, [](double rate) { const SpatialDropout2D layer(rate); })
      .field("data_format", &SpatialDropout2DOptions::data_format, unknown,
             [](const SpatialDropout2DOptions& options) { return SpatialDropout2D(0.5, options); });
  rows.of("SpatialDropout1D").values("rate", no_share, [](double rate) {
    const SpatialDropout1D layer(rate);
  });
  rows.of("SpatialDropout3D")
      .values("rate", no_share, [](double rate) { const SpatialDropout3D layer(rate); })
      .field("data_format", &SpatialDropout3DOptions::data_format, unknown,
             [](const SpatialDropout3DOptions& options) { return SpatialDropout3D(0.5, options); });
  rows.of("GaussianDropout").values("rate", no_share, [](double rate) { const GaussianDropout layer(rate); });
  rows.of("GaussianNoise").values("stddev", negative, [](double stddev) {
    const GaussianNoise layer(stddev);
  });
}

/// Calls a layer with Inputs of these shapes.
template <class Layer>
void merge(Layer layer, const std::vector<Shape>& shapes) {
  std::vector<KerasTensor> inputs;
  for (const Shape& shape : shapes) inputs.push_back(Input(shape));
  std::move(layer)(inputs);
}

template <class Layer>
void add_merging(Rows& rows, const std::string& name) {
  rows.of(name)
      .add("shapes", "(None, 4, 3), (None, 5, 3)",
           [] {
             merge(Layer(), {{4, 3}, {5, 3}});
           })
      .add("list", "(None, 4)", [] { Layer()(Input({4})); });
}

void add_mergings(Rows& rows) {
  add_merging<Add>(rows, "Add");
  add_merging<Average>(rows, "Average");
  add_merging<Concatenate>(rows, "Concatenate");
  add_merging<Maximum>(rows, "Maximum");
  add_merging<Minimum>(rows, "Minimum");
  add_merging<Multiply>(rows, "Multiply");
  add_merging<Subtract>(rows, "Subtract");
  rows.of("Subtract").add("count", "3: (None, 4)", [] { merge(Subtract(), {{4}, {4}, {4}}); });
  rows.of("Concatenate").values("axis", std::vector<int>{3, -4, least, most}, [](int axis) {
    merge(Concatenate({.axis = axis}), {{4, 3}, {4, 3}});
  });
  rows.of("Dot")
      .add("shapes", "(None, 5), (None, 4)",
           [] {
             merge(Dot(1), {{5}, {4}});
           })
      .add("axes", "3 axes",
           [] {
             Dot({1, 1, 1});
           })
      .add("list", "(None, 4)", [] { Dot(1)(Input({4})); })
      .add("count", "1: (None, 4)", [] { merge(Dot(1), {{4}}); })
      .values("axes", std::vector<int>{0, 3, -4, least, most}, [](int axis) {
        merge(Dot(axis), {{4, 3}, {4, 3}});
      });
}

}  // namespace

Rows layer_rows() {
  Rows rows;
  add_dense_and_reshaping(rows);
  add_rectifiers(rows);
  add_normalizations(rows);
  add_random(rows);
  add_mergings(rows);
  return rows;
}

}  // namespace keratin::testing
