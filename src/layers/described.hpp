#pragma once

#include <concepts>
#include <type_traits>
#include <utility>

#include "config/reader.hpp"
#include "keratin/error.hpp"
#include "keratin/layers/described.hpp"

// A layer's source ends with the list of its constructor's parameters, from which Described's functions are
// compiled:
//
//   template <class Fields>
//   void list_fields(Fields& fields, int& units, DenseOptions& options) {
//     fields.required("units", units);
//     fields("use_bias", options.use_bias);
//   }
//
//   template class Described<Dense, FusingLayer, DenseOptions, int>;

namespace keratin::layers {

/// The options with this value in one of them: for constructors that take it in front. Throws ValueError if
/// the options hold another value of it.
template <class Options, class Field>
Options options_with(Field Options::*field, const std::type_identity_t<Field>& value, Options options) {
  if constexpr (std::equality_comparable<Field>) {
    if (options.*field != Options{}.*field && options.*field != value)
      throw ValueError(
          "An argument was given in front and among the options, with different values: give it once.");
  }
  options.*field = value;
  return options;
}

/// Reads what every layer's config has besides its options, and returns the input's shape, empty if there is
/// none. Throws ValueError for a dtype other than float32, in which everything is computed here.
Shape read_input_shape(ConfigReader& reader);

template <class Class, class Base, class Options, class... Arguments>
std::shared_ptr<Layer> Described<Class, Base, Options, Arguments...>::clone() const {
  const auto make = [this](const Arguments&... arguments) {
    return std::make_shared<Class>(arguments..., this->own(options_));
  };
  return std::apply(make, arguments_);
}

template <class Class, class Base, class Options, class... Arguments>
KerasTensor Described<Class, Base, Options, Arguments...>::operator()(const KerasTensors& inputs) && {
  return call(std::make_shared<Class>(std::move(static_cast<Class&>(*this))), inputs);
}

template <class Class, class Base, class Options, class... Arguments>
Config Described<Class, Base, Options, Arguments...>::get_config() const {
  const auto write = [this](const Arguments&... arguments) {
    return write_config(Base::get_config(), options_, arguments...);
  };
  return std::apply(write, arguments_);
}

template <class Class, class Base, class Options, class... Arguments>
std::shared_ptr<Layer> Described<Class, Base, Options, Arguments...>::from_config(const Config& config) {
  ConfigReader reader(config);
  Options options;
  options.input_shape = read_input_shape(reader);
  reader("name", options.name);
  reader("trainable", options.trainable);
  return read_fields<Options, Arguments...>(
      reader, options, [](const auto&... fields) { return std::make_shared<Class>(fields...); });
}

template <class Class, class Base, class Options, class... Arguments>
std::vector<std::string> Described<Class, Base, Options, Arguments...>::argument_names() {
  ConfigWriter writer(Config::entries());
  const auto write = [&](Arguments... arguments) {
    Options options;
    list_fields(writer, arguments..., options);
  };
  write(unread<Arguments>()...);
  return writer.required_names();
}

template <class Fields, class Options>
void list_data_format(Fields& fields, Options& options) {
  if (options.data_format.empty()) options.data_format = "channels_last";
  fields("data_format", options.data_format);
}

/// The fields that layers with a kernel and a bias share.
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

/// The fields of normalizations that work the same in training and in inference.
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

}  // namespace keratin::layers
