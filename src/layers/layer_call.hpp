#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "keratin/keras_tensor.hpp"
#include "keratin/layers/layer.hpp"

namespace keratin {

/// A call of a layer with KerasTensors; an Input is the call, without inputs, of an InputLayer.
struct LayerCall {
  LayerCall() = default;
  ~LayerCall();
  LayerCall(const LayerCall&) = delete;
  LayerCall& operator=(const LayerCall&) = delete;

  std::shared_ptr<Layer> layer;
  std::vector<KerasTensor> inputs;
  std::vector<Shape> shapes;       ///< of the outputs, batch first
  std::vector<std::string> names;  ///< of the outputs
  int number = 0;                  ///< of the layer's calls, from 0
  bool is_list = false;            ///< whether it was called with a list, even of only one

  /// Keras 2's argument `training`, which holds in every pass.
  std::optional<bool> training;
};

/// What stands behind KerasTensors.
class CallAccess {
 public:
  static const std::shared_ptr<LayerCall>& call_of(const KerasTensor& tensor) { return tensor.call_; }
  static std::size_t output_of(const KerasTensor& tensor) { return tensor.output_; }

  /// The outputs of the call, of which the shapes and the layer are set; names them and numbers the call.
  static std::vector<KerasTensor> outputs_of(std::shared_ptr<LayerCall> call);

  /// Makes `tensor` the first output.
  static void assign(KerasTensor& tensor, std::shared_ptr<LayerCall> call);

 private:
  static void number(LayerCall& call);
};

/// call(), with Keras 2's argument `training`.
KerasTensors call(const std::shared_ptr<Layer>& layer, const KerasTensors& inputs,
                  std::optional<bool> training);

}  // namespace keratin
