// What is cut off or put around images and sequences, in whatever order their axes are stored.
#include "saving/onnx/sides.hpp"

#include <limits>

#include "keratin/layers/cropping1d.hpp"
#include "keratin/layers/cropping2d.hpp"
#include "keratin/layers/zero_padding1d.hpp"
#include "keratin/layers/zero_padding2d.hpp"

namespace keratin::saving::onnx {

std::string cropped(GraphBuilder& graph, const std::string& x, const std::vector<Ends>& sides) {
  Integers starts, ends, axes;
  for (const Ends& side : sides) {
    starts.push_back(side.before);
    ends.push_back(side.after == 0 ? std::numeric_limits<std::int64_t>::max() : -std::int64_t{side.after});
    axes.push_back(side.place);
  }
  return graph.add("Slice", {x, graph.integers("starts", starts), graph.integers("ends", ends),
                             graph.integers("axes", axes)});
}

std::string padded(GraphBuilder& graph, const std::string& x, int rank, const std::vector<Ends>& sides,
                   float value) {
  const auto places = static_cast<std::size_t>(rank);
  Integers pads(2 * places);
  for (const Ends& side : sides) {
    const auto place = static_cast<std::size_t>(side.place);
    pads[place] = side.before;
    pads[place + places] = side.after;
  }
  return graph.add("Pad", {x, graph.integers("pads", pads), graph.scalar(value)});
}

namespace {

/// The argument of that name, for each axis but the channels'.
std::vector<Ends> sides_of(const LayerInput& layer, const char* name) {
  const bool first = layer.channels_first();
  const auto place = [&](int axis) { return layer.x.place(axis + (first ? 2 : 1)); };
  if (layer.rank() == 3) {
    const Sides1D sides = layer.argument<Sides1D>(name, 0);
    return {{place(0), sides.before, sides.after}};
  }
  const Sides2D sides = layer.argument<Sides2D>(name, 0);
  return {{place(0), sides.top, sides.bottom}, {place(1), sides.left, sides.right}};
}

Value write_cropping(const LayerInput& layer) {
  return layer.output(cropped(layer.graph, layer.x.name, sides_of(layer, "cropping")), layer.x.order);
}

Value write_zero_padding(const LayerInput& layer) {
  return layer.output(padded(layer.graph, layer.x.name, layer.rank(), sides_of(layer, "padding"), 0.0f),
                      layer.x.order);
}

}  // namespace

void add_sides(WritableClasses& classes) {
  add_class<layers::Cropping1D>(classes, write_cropping);
  add_class<layers::Cropping2D>(classes, write_cropping);
  add_class<layers::ZeroPadding1D>(classes, write_zero_padding);
  add_class<layers::ZeroPadding2D>(classes, write_zero_padding);
}

}  // namespace keratin::saving::onnx
