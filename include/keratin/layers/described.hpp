#pragma once

#include <tuple>
#include <utility>

#include "keratin/keras_tensor.hpp"
#include "keratin/layers/layer.hpp"

namespace keratin::layers {

/// The base of this library's layers. `Base` is a base class of layers. `Arguments`, then `Options`, are the
/// parameters of the constructor of `Class`. One list of them, in the source of `Class`, gives the layer its
/// copy and its config.
template <class Class, class Base, class Options, class... Arguments>
class Described : public Base {
 public:
  [[nodiscard]] std::shared_ptr<Layer> clone() const override;
  [[nodiscard]] Config get_config() const override;

  /// The layer that a config of get_config() or of Keras describes. Throws ValueError for anything
  /// unsupported.
  static std::shared_ptr<Layer> from_config(const Config& config);

  /// Moves this layer out and calls it: `auto x = Dense(8)(input)`. share() is for several calls. Throws
  /// ValueError for inputs that do not fit.
  KerasTensor operator()(const KerasTensors& inputs) &&;

  /// Keras's names of `Arguments`.
  static std::vector<std::string> argument_names();

 protected:
  /// Makes Base from the class's name, what else it needs (`rest`) and the options.
  template <class... Rest>
  Described(std::string_view class_name, std::tuple<Arguments...> arguments, const Options& options,
            const Rest&... rest)
      : Base(class_name, rest..., options), options_(options), arguments_(std::move(arguments)) {}

  Options options_;

 private:
  std::tuple<Arguments...> arguments_;
};

}  // namespace keratin::layers
