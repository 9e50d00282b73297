#include "models/sample_size.hpp"

#include <algorithm>

#include "keratin/layers/core/wrapper.hpp"
#include "models/model_layer.hpp"

namespace keratin {

std::optional<SampleSize> sample_size(const ModelLayer& model) {
  SampleSize size;
  for (const ModelLayer::Node& node : model.nodes()) {
    const auto& activation = layers::innermost(*node.layer).activation();
    if (!node.is_known || node.training) return {};
    if (activation != nullptr && !activations::is_known(*activation)) return {};
    const auto numbers = [&](std::size_t value) -> std::size_t {
      const Shape sample = model.values()[value].shape.without_batch();
      return sample.fully_known() ? sample.element_count() : 0;
    };
    std::size_t taken = 0, given = 0;
    for (std::size_t input : node.inputs) taken += numbers(input);
    for (std::size_t i = 0; i < node.outputs; ++i) given += numbers(node.output + i);
    if (const auto* inner = dynamic_cast<const ModelLayer*>(node.layer.get())) {
      const std::optional<SampleSize> of_inner = sample_size(*inner);
      if (!of_inner) return {};
      size.largest = std::max(size.largest, of_inner->largest);
      given = of_inner->sum;
    }
    size.largest = std::max(size.largest, taken + given);
    size.sum += given;
  }
  return size;
}

}  // namespace keratin
