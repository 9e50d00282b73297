#include "tool/any_size.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/layers/input_layer.hpp"
#include "layers/layer_access.hpp"
#include "models/sequential_layer.hpp"

namespace keratin::tool {

namespace {

/// The same layers for samples of another shape, in nested models too: those would keep the shape they have.
Sequential opened(const SequentialLayer& model, Shape sample) {
  const SequentialOptions options{.name = model.name()};
  Sequential open = handle_of(std::make_shared<SequentialLayer>(options, model.functional_form()));
  open.add(layers::Input(sample));
  for (const SequentialLayer::Node& node : model.nodes()) {
    if (const auto* nested = dynamic_cast<const SequentialLayer*>(node.layer.get())) {
      open.add(opened(*nested, sample));
    } else {
      open.add(node.layer);
    }
    sample = open.output_shape().without_batch();
  }
  return open;
}

}  // namespace

bool is_image(const Shape& shape) {
  return shape.rank() == 4 && (shape[3] == 1 || shape[3] == 3 || shape[3] == 4);
}

Sequential for_any_size(const Sequential& model) {
  const Shape input = model.input_shape();
  if (!is_image(input)) return model;
  try {
    Sequential open = opened(layer_of(model), {None, None, input[3]});
    const Shape output = open.output_shape();
    if (output.rank() == 4 && output[1] == None && output[2] == None) return open;
  } catch (const ValueError&) {
  }
  return model;
}

Shape made_of(const Sequential& model, const Shape& image) {
  Shape shape = image.with_batch(None);
  for (const std::shared_ptr<Layer>& layer : model.layers()) shape = LayerAccess::output_shape(*layer, shape);
  return shape.without_batch();
}

Growth growth_of(const Sequential& model, int axis) {
  constexpr int enough = 4096;  // pixels, so that valid windows leave some
  constexpr std::size_t longest = 256;
  Shape image = model.input_shape().without_batch();
  if (image[axis] != None) return {};
  for (const int open : {0, 1}) {
    if (image[open] == None) image[open] = enough;
  }
  std::vector<int> made;
  for (; made.size() < 2 * longest; ++image[axis]) made.push_back(made_of(model, image)[axis]);
  for (std::size_t period = 1; period <= longest; ++period) {
    const int grown = made[period] - made[0];
    std::size_t first = 0;
    while (first < longest && made[first + period] - made[first] == grown) ++first;
    if (first == longest) return {static_cast<int>(period), grown};
  }
  return {};
}

}  // namespace keratin::tool
