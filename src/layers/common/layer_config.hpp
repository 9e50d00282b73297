#pragma once

#include <optional>
#include <string>

#include "config/reader.hpp"
#include "keratin/layers/layer.hpp"

namespace keratin {

/// Reads the arguments of a layer. Throws ValueError for a dtype other than float32, in which all is
/// computed here.
class LayerConfigReader : public ConfigReader {
 public:
  explicit LayerConfigReader(const Config& config);

  /// The options that the config names, those that every layer has among them.
  template <class Options>
  Options options() {
    Options options;
    (*this)("name", options.name);
    (*this)("trainable", options.trainable);
    options.input_shape = input_shape_;
    list_fields(*this, options);
    finish();
    return options;
  }

 private:
  Shape input_shape_;
};

template <class Fields, class Options>
void list_data_format(Fields& fields, Options& options) {
  if (options.data_format.empty()) options.data_format = "channels_last";
  fields("data_format", options.data_format);
}

/// The strides of a pooling, which are the pool's size where they are None.
template <class Fields, class Strides>
void list_pool_strides(Fields& fields, Strides& strides) {
  std::optional<Strides> given;
  if (strides != Strides(None)) given = strides;
  fields("strides", given);
  strides = given.value_or(Strides(None));
}

/// What layers with a kernel and a bias have in common.
template <class Fields, class Options>
void list_kernel_and_bias(Fields& fields, Options& options) {
  fields("activation", options.activation);
  fields("use_bias", options.use_bias);
  fields("kernel_initializer", options.kernel_initializer);
  fields("bias_initializer", options.bias_initializer);
  fields("kernel_regularizer", options.kernel_regularizer);
  fields("bias_regularizer", options.bias_regularizer);
  fields("activity_regularizer", options.activity_regularizer);
  fields("kernel_constraint", options.kernel_constraint);
  fields("bias_constraint", options.bias_constraint);
}

/// What normalizations have in common that normalize alike in training and in inference.
template <class Fields, class Options>
void list_scale_and_shift(Fields& fields, Options& options) {
  fields("epsilon", options.epsilon);
  fields("center", options.center);
  fields("scale", options.scale);
  fields("beta_initializer", options.beta_initializer);
  fields("gamma_initializer", options.gamma_initializer);
  fields("beta_regularizer", options.beta_regularizer);
  fields("gamma_regularizer", options.gamma_regularizer);
  fields("beta_constraint", options.beta_constraint);
  fields("gamma_constraint", options.gamma_constraint);
}

}  // namespace keratin
