// Layers that make images, sequences and volumes larger or smaller. ONNX's Resize gives TensorFlow's numbers
// if an image grows by whole factors; everything else is a choice of pixels or, by rows and by columns, a
// matrix of the weights that our own kernels use.
#include <fmt/format.h>

#include <algorithm>

#include "keratin/layers/preprocessing/resizing.hpp"
#include "keratin/layers/reshaping/cropping1d.hpp"
#include "keratin/layers/reshaping/cropping2d.hpp"
#include "keratin/layers/reshaping/cropping3d.hpp"
#include "keratin/layers/reshaping/up_sampling1d.hpp"
#include "keratin/layers/reshaping/up_sampling2d.hpp"
#include "keratin/layers/reshaping/up_sampling3d.hpp"
#include "keratin/layers/reshaping/zero_padding1d.hpp"
#include "keratin/layers/reshaping/zero_padding2d.hpp"
#include "keratin/layers/reshaping/zero_padding3d.hpp"
#include "kernels/axis.hpp"
#include "kernels/resize_taps.hpp"
#include "layers/common/interpolate.hpp"
#include "saving/onnx/layer_writer.hpp"
#include "saving/onnx/model_file.hpp"

namespace keratin::saving::onnx {

namespace {

using kernels::Interpolation;

/// Sizes before and after, rows and columns, of which None stands for all.
struct Sizes {
  int rows, columns, new_rows, new_columns;
};

struct Resampling {
  Interpolation interpolation;
  bool antialias = false;
};

/// Resize has bicubic too, but not the table of 1,024 offsets that TensorFlow reads, and runtimes differ in
/// what they do at the edges.
bool resize_has(Interpolation interpolation) {
  return interpolation == Interpolation::nearest || interpolation == Interpolation::bilinear;
}

/// Images whose channels stand behind the batch, sequences or volumes, enlarged by ONNX's Resize.
std::string enlarged(GraphBuilder& graph, const std::string& x, const std::vector<int>& factors,
                     Interpolation interpolation) {
  std::vector<float> scales{1.0f, 1.0f};
  scales.insert(scales.end(), factors.begin(), factors.end());
  const Shape scales_shape{static_cast<int>(scales.size())};
  const std::vector<std::string> inputs{x, "", graph.floats("scales", scales_shape, scales)};
  if (interpolation == Interpolation::nearest) {
    return graph.add(
        "Resize", inputs,
        {{"mode", "nearest"}, {"coordinate_transformation_mode", "asymmetric"}, {"nearest_mode", "floor"}});
  }
  return graph.add("Resize", inputs, {{"mode", "linear"}, {"coordinate_transformation_mode", "half_pixel"}});
}

/// The matrix (new size, size) of one axis, row by row.
std::vector<float> matrix_of(const kernels::ResizeTaps& taps, std::size_t size, std::size_t new_size) {
  std::vector<float> matrix(new_size * size);
  for (std::size_t pixel = 0; pixel < new_size; ++pixel) {
    const std::size_t first = taps.first[pixel], count = std::min(taps.width, size - first);
    for (std::size_t tap = 0; tap < count; ++tap)
      matrix[pixel * size + first + tap] += taps.weights[pixel * taps.width + tap];
  }
  return matrix;
}

kernels::Resizing geometry(const Sizes& sizes, const Resampling& resampling) {
  using kernels::as_size;
  return {1,
          as_size(sizes.rows),
          as_size(sizes.columns),
          1,
          as_size(sizes.new_rows),
          as_size(sizes.new_columns),
          resampling.interpolation,
          resampling.antialias};
}

/// rows · x · columnsᵀ
std::string multiplied(GraphBuilder& graph, const std::string& x, const Sizes& sizes,
                       const Resampling& resampling) {
  const kernels::Resizing shape = geometry(sizes, resampling);
  const std::vector<float> rows = matrix_of(kernels::row_taps(shape), shape.rows, shape.new_rows);
  const std::vector<float> columns = matrix_of(kernels::column_taps(shape), shape.columns, shape.new_columns);
  std::vector<float> transposed(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i)
    transposed[i % shape.columns * shape.new_columns + i / shape.columns] = columns[i];
  const std::string wide = graph.add(
      "MatMul", {x, graph.floats("columns", {sizes.columns, sizes.new_columns}, std::move(transposed))});
  return graph.add("MatMul", {graph.floats("rows", {sizes.new_rows, sizes.rows}, rows), wide});
}

std::string gathered(GraphBuilder& graph, const std::string& x, const Sizes& sizes) {
  const kernels::Resizing shape = geometry(sizes, {Interpolation::nearest});
  const auto indices = [&](const char* what, const kernels::ResizeTaps& taps, std::size_t count) {
    return graph.integers(what, Integers(taps.first, taps.first + count));
  };
  const std::string rows = indices("rows", kernels::row_taps(shape), shape.new_rows),
                    columns = indices("columns", kernels::column_taps(shape), shape.new_columns);
  const std::string high = graph.add("Gather", {x, rows}, {{"axis", std::int64_t{2}}});
  return graph.add("Gather", {high, columns}, {{"axis", std::int64_t{3}}});
}

/// Throws the layer's ValueError if the matrices would be larger than a file may be.
void check_matrices(const Layer& layer, const Sizes& sizes) {
  using kernels::as_size;
  const std::size_t numbers =
      as_size(sizes.rows) * as_size(sizes.new_rows) + as_size(sizes.columns) * as_size(sizes.new_columns);
  if (sizeof(float) * numbers <= largest_file) return;
  layer.fail(fmt::format(
      "export_onnx: ONNX takes matrices for it, which from {} by {} to {} by {} pixels would be more than "
      "2 GB. Use interpolation \"nearest\", or \"bilinear\" and whole factors.",
      sizes.rows, sizes.columns, sizes.new_rows, sizes.new_columns));
}

/// `x` of known sizes, channels behind the batch.
std::string resized(const LayerInput& layer, const std::string& x, const Sizes& sizes,
                    const Resampling& resampling) {
  GraphBuilder& graph = layer.graph;
  if (sizes.rows == sizes.new_rows && sizes.columns == sizes.new_columns) return x;
  const int high = sizes.new_rows / sizes.rows, wide = sizes.new_columns / sizes.columns;
  const bool whole = sizes.new_rows % sizes.rows == 0 && sizes.new_columns % sizes.columns == 0;
  if (whole && resize_has(resampling.interpolation))
    return enlarged(graph, x, {high, wide}, resampling.interpolation);
  if (resampling.interpolation == Interpolation::nearest) return gathered(graph, x, sizes);
  check_matrices(layer.layer, sizes);
  return multiplied(graph, x, sizes, resampling);
}

Value write_up_sampling1d(const LayerInput& layer) {
  const Value x = layer.images();
  return layer.output(enlarged(layer.graph, x.name, {layer.argument("size", 1)}, Interpolation::nearest),
                      x.order);
}

Value write_up_sampling2d(const LayerInput& layer) {
  const Size2D size = layer.argument<Size2D>("size", 1);
  const Interpolation interpolation =
      layers::parse_interpolation(layer.layer, layer.argument<std::string>("interpolation", {}));
  const Value x = layer.images();
  if (resize_has(interpolation))
    return layer.output(enlarged(layer.graph, x.name, {size.rows, size.columns}, interpolation), x.order);
  layer.require_known_sizes();
  const Shape stored = x.stored_shape();
  const Sizes sizes{stored[2], stored[3], stored[2] * size.rows, stored[3] * size.columns};
  return layer.output(resized(layer, x.name, sizes, {interpolation}), x.order);
}

Value write_up_sampling3d(const LayerInput& layer) {
  const Size3D size = layer.argument<Size3D>("size", 1);
  const Value x = layer.images();
  const std::string y =
      enlarged(layer.graph, x.name, {size.depth, size.rows, size.columns}, Interpolation::nearest);
  return layer.output(y, x.order);
}

/// The images with what Resizing crops off or puts around them first.
Value reframed(const LayerInput& layer, const Value& x) {
  const auto& resizing = dynamic_cast<const layers::Resizing&>(layer.layer);
  const bool crops = layer.argument("crop_to_aspect_ratio", false);
  if (!crops && !layer.argument("pad_to_aspect_ratio", false)) return x;
  Value framed = x;
  const int rows = framed.order[2], columns = framed.order[3];
  const Sides3D sides = resizing.margins({1, x.shape[rows], x.shape[columns], 1});
  const std::vector<Ends> ends{{2, sides.top, sides.bottom}, {3, sides.left, sides.right}};
  const int sign = crops ? -1 : 1;
  framed.shape[rows] += sign * (sides.top + sides.bottom);
  framed.shape[columns] += sign * (sides.left + sides.right);
  framed.name = crops ? cropped(layer.graph, x.name, ends)
                      : padded(layer.graph, x.name, 4, ends, layer.argument("fill_value", 0.0f));
  return framed;
}

Value write_resizing(const LayerInput& layer) {
  layer.require_known_sizes();
  const Value x = reframed(layer, layer.images());
  const Shape stored = x.stored_shape();
  const Sizes sizes{stored[2], stored[3], layer.argument("height", 1), layer.argument("width", 1)};
  const Resampling resampling{
      layers::parse_interpolation(layer.layer, layer.argument<std::string>("interpolation", {})),
      layer.argument("antialias", false)};
  return layer.output(resized(layer, x.name, sizes, resampling), x.order);
}

/// The argument of that name, for each axis but the channels'.
std::vector<Ends> ends_of(const LayerInput& layer, const char* name) {
  const bool first = layer.channels_first();
  const auto place = [&](int axis) { return layer.x.place(axis + (first ? 2 : 1)); };
  if (layer.rank() == 3) {
    const Sides1D sides = layer.argument<Sides1D>(name, 0);
    return {{place(0), sides.before, sides.after}};
  }
  if (layer.rank() == 5) {
    const Sides3D sides = layer.argument<Sides3D>(name, 0);
    return {{place(0), sides.front, sides.back},
            {place(1), sides.top, sides.bottom},
            {place(2), sides.left, sides.right}};
  }
  const Sides2D sides = layer.argument<Sides2D>(name, 0);
  return {{place(0), sides.top, sides.bottom}, {place(1), sides.left, sides.right}};
}

Value write_cropping(const LayerInput& layer) {
  return layer.output(cropped(layer.graph, layer.x.name, ends_of(layer, "cropping")), layer.x.order);
}

Value write_zero_padding(const LayerInput& layer) {
  return layer.output(padded(layer.graph, layer.x.name, layer.rank(), ends_of(layer, "padding"), 0.0f),
                      layer.x.order);
}

}  // namespace

void add_resizings(WritableClasses& all) {
  using namespace layers;
  add<Resizing>(all, write_resizing);
  add<UpSampling1D>(all, write_up_sampling1d);
  add<UpSampling2D>(all, write_up_sampling2d);
  add<UpSampling3D>(all, write_up_sampling3d);
  add<Cropping1D, Cropping2D, Cropping3D>(all, write_cropping);
  add<ZeroPadding1D, ZeroPadding2D, ZeroPadding3D>(all, write_zero_padding);
}

}  // namespace keratin::saving::onnx
