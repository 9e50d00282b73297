#include "keratin/layers/core/input_layer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "keratin/error.hpp"

namespace keratin::layers {

Input::Input(const Shape& shape, const InputOptions& options) : shape_(shape), name_(options.name) {
  const bool sizes =
      std::all_of(shape.begin(), shape.end(), [](int size) { return size == None || size > 0; });
  if (shape.empty() || !sizes) {
    throw ValueError(
        fmt::format("Input needs the shape of one sample, of positive dimensions or None, such as "
                    "{{28, 28, 1}}, but received {}.",
                    to_string(shape)));
  }
}

}  // namespace keratin::layers
