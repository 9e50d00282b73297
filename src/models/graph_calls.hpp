#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "keratin/keras_tensor.hpp"
#include "models/functional_nodes.hpp"
#include "models/model_layer.hpp"

namespace keratin {

/// A call of a layer that is to be made.
struct PlannedCall {
  std::string name;  ///< of the layer
  int number;        ///< of its calls, from 0
  std::vector<Place> inputs;
  bool is_list = true;
  std::optional<bool> training = {};
};

/// What Inputs and calls gave, by the layer's name and the number of its call.
using MadeCalls = std::map<std::pair<std::string, int>, KerasTensors>;

/// The layer of that name, which is asked for once, before its first call with inputs of these shapes.
using LayerOfName =
    std::function<std::shared_ptr<Layer>(const std::string& name, const std::vector<Shape>& inputs)>;

/// Makes the calls, each after those that it needs and those of the same layer that are before it. Throws
/// ValueError for inputs that nothing gives.
void make_calls(std::vector<PlannedCall> calls, MadeCalls& made, const LayerOfName& layer_of);

/// What is at a place. Throws ValueError if nothing is.
KerasTensor tensor_at(const MadeCalls& made, const Place& place);

/// Where a value of a functional model is.
Place place_of(const ModelLayer& model, std::size_t value);

/// The layer to put in place of one that is called with inputs of these shapes.
using OtherLayer = std::function<std::shared_ptr<Layer>(const std::shared_ptr<Layer>& layer,
                                                        const std::vector<Shape>& inputs)>;

/// A model of the same graph and name, of other layers and for inputs of these shapes, batch first.
std::shared_ptr<ModelLayer> remade(const ModelLayer& model, const std::vector<Shape>& inputs,
                                   const OtherLayer& other);

}  // namespace keratin
