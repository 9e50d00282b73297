// Windows of images and sequences, and means and largest numbers of whole ones.
#include "keratin/layers/average_pooling1d.hpp"
#include "keratin/layers/average_pooling2d.hpp"
#include "keratin/layers/global_average_pooling1d.hpp"
#include "keratin/layers/global_average_pooling2d.hpp"
#include "keratin/layers/global_max_pooling1d.hpp"
#include "keratin/layers/global_max_pooling2d.hpp"
#include "keratin/layers/max_pooling1d.hpp"
#include "keratin/layers/max_pooling2d.hpp"
#include "saving/onnx/windows.hpp"

namespace keratin::saving::onnx {

namespace {

Value pooled(const LayerInput& layer, const char* op_type) {
  const Value x = layer.images();
  const Attributes attributes =
      window_attributes(x, windows_of(layer, layer.argument<Size2D>("pool_size", 1)));
  return layer.output(layer.graph.add(op_type, {x.name}, attributes), x.order);
}

Value write_max_pooling(const LayerInput& layer) { return pooled(layer, "MaxPool"); }

/// AveragePool leaves the padding out of its means, as Keras does.
Value write_average_pooling(const LayerInput& layer) { return pooled(layer, "AveragePool"); }

/// A reduction can be done in any order of axes.
Value reduced(const LayerInput& layer, const char* op_type) {
  const bool first = layer.channels_first();
  const bool keepdims = layer.argument("keepdims", false);
  const Shape axes = first ? axes_between(2, layer.rank()) : axes_between(1, layer.rank() - 1);
  const std::string y =
      layer.graph.add(op_type, {layer.x.name},
                      {{"axes", layer.x.places(axes)}, {"keepdims", std::int64_t{keepdims ? 1 : 0}}});
  return layer.output(y, keepdims ? layer.x.order : natural_order(2));
}

Value write_global_average_pooling(const LayerInput& layer) { return reduced(layer, "ReduceMean"); }
Value write_global_max_pooling(const LayerInput& layer) { return reduced(layer, "ReduceMax"); }

}  // namespace

void add_poolings(WritableClasses& classes) {
  add_class<layers::AveragePooling1D>(classes, write_average_pooling);
  add_class<layers::AveragePooling2D>(classes, write_average_pooling);
  add_class<layers::MaxPooling1D>(classes, write_max_pooling);
  add_class<layers::MaxPooling2D>(classes, write_max_pooling);
  add_class<layers::GlobalAveragePooling1D>(classes, write_global_average_pooling);
  add_class<layers::GlobalAveragePooling2D>(classes, write_global_average_pooling);
  add_class<layers::GlobalMaxPooling1D>(classes, write_global_max_pooling);
  add_class<layers::GlobalMaxPooling2D>(classes, write_global_max_pooling);
}

}  // namespace keratin::saving::onnx
