#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "keratin/config.hpp"

namespace keratin {

class Layer;

/// The config of the layer that computes what an operation of a functional model does, `a + b` or `a * 2`,
/// with the calls of that layer, in the form of Keras 3 or 2; nothing if `layer` is no operation, or none
/// that a layer computes. Throws ValueError for arguments that are not supported.
std::optional<Config> layer_of_operation(const Config& layer);

/// What Keras 2 calls an operation of this class, which is one of Keratin's: TensorFlow's function.
std::string_view keras2_function(std::string_view operation);

/// Whether such a config describes a layer that is none of Keras's.
bool is_known_operation(const Config& layer);

/// That layer; null for any other config.
std::shared_ptr<Layer> operation_from_config(const Config& layer);

/// Whether the layer is written as an operation.
bool is_written_as_operation(const Layer& layer);

/// The module of an operation's class, in Keras 3.
inline constexpr const char* module_of_operations = "keras.src.ops.numpy";

/// The arguments of the operation that the layer is written as, called with `tensor`.
Config::List operation_arguments(const Layer& layer, Config tensor);

}  // namespace keratin
