#include "layers/core/input_layer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "keratin/error.hpp"
#include "keratin/layers/core/input_layer.hpp"
#include "layers/layer_call.hpp"

namespace keratin::layers {

Input::Input(const Shape& shape, const InputOptions& options) {
  const bool sizes =
      std::all_of(shape.begin(), shape.end(), [](int size) { return size == None || size > 0; });
  if (shape.empty() || !sizes) {
    throw ValueError(
        fmt::format("Input needs the shape of one sample, of positive dimensions or None, such as "
                    "{{28, 28, 1}}, but received {}.",
                    to_string(shape)));
  }
  auto call = std::make_shared<LayerCall>();
  call->layer = std::make_shared<InputLayer>(LayerOptions{shape, options.name});
  call->shapes = {shape.with_batch(None)};
  if (!options.name.empty()) call->names = {options.name};
  CallAccess::assign(*this, std::move(call));
}

}  // namespace keratin::layers
