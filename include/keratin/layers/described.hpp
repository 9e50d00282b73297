#pragma once

#include <tuple>

#include "keratin/layers/layer.hpp"

namespace keratin::layers {

/// What the layers of this library derive from. `Base` is a base of layers, `Options` and before them
/// `Arguments` are what the constructor of `Class` takes. One list of them, in the source of `Class`, gives
/// the layer its copy and its config.
template <class Class, class Base, class Options, class... Arguments>
class Described : public Base {
 public:
  [[nodiscard]] std::shared_ptr<Layer> clone() const override;
  [[nodiscard]] Config get_config() const override;

  /// The layer of a config that get_config() or Keras gave. Throws ValueError for what is not supported.
  static std::shared_ptr<Layer> from_config(const Config& config);

  /// What Keras calls `Arguments`.
  static std::vector<std::string> argument_names();

 protected:
  /// Base is made from the class's name, what it needs besides (`rest`) and the options.
  template <class... Rest>
  Described(std::string_view class_name, std::tuple<Arguments...> arguments, const Options& options,
            const Rest&... rest)
      : Base(class_name, rest..., options), options_(options), arguments_(std::move(arguments)) {}

  Options options_;

 private:
  std::tuple<Arguments...> arguments_;
};

}  // namespace keratin::layers
