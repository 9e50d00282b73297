#include "bad_input/rows.hpp"
#include "keratin/layers.hpp"

namespace keratin::testing {

using namespace layers;

namespace {

template <class Options, class Make>
void add_pooling(Rows& rows, const std::string& name, const Make& make) {
  const std::vector<int> no_stride = {0, -2, least};  // -1 is None: the pool's size
  rows.of(name)
      .values("pool_size", no_size, [make](int size) { static_cast<void>(make(size, Options{})); })
      .field("strides", &Options::strides, no_stride,
             [make](const Options& options) { return make(2, options); })
      .field("padding", &Options::padding, unknown,
             [make](const Options& options) { return make(2, options); })
      .field("data_format", &Options::data_format, unknown,
             [make](const Options& options) { return make(2, options); });
}

template <class Layer, class Options>
void add_global(Rows& rows, const std::string& name) {
  rows.of(name).field("data_format", &Options::data_format, unknown,
                      [](const Options& options) { return Layer(options); });
}

void add_poolings(Rows& rows) {
  add_pooling<MaxPooling1DOptions>(rows, "MaxPooling1D", [](int size, MaxPooling1DOptions options) {
    options.pool_size = size;
    return MaxPooling1D(options);
  });
  add_pooling<MaxPooling2DOptions>(rows, "MaxPooling2D", [](int size, MaxPooling2DOptions options) {
    options.pool_size = size;
    return MaxPooling2D(options);
  });
  add_pooling<MaxPooling3DOptions>(rows, "MaxPooling3D", [](int size, MaxPooling3DOptions options) {
    options.pool_size = size;
    return MaxPooling3D(options);
  });
  add_pooling<AveragePooling1DOptions>(
      rows, "AveragePooling1D",
      [](int size, const AveragePooling1DOptions& options) { return AveragePooling1D(size, options); });
  add_pooling<AveragePooling2DOptions>(
      rows, "AveragePooling2D",
      [](int size, const AveragePooling2DOptions& options) { return AveragePooling2D(size, options); });
  add_pooling<AveragePooling3DOptions>(
      rows, "AveragePooling3D",
      [](int size, const AveragePooling3DOptions& options) { return AveragePooling3D(size, options); });
  add_global<GlobalAveragePooling1D, GlobalAveragePooling1DOptions>(rows, "GlobalAveragePooling1D");
  add_global<GlobalAveragePooling2D, GlobalAveragePooling2DOptions>(rows, "GlobalAveragePooling2D");
  add_global<GlobalAveragePooling3D, GlobalAveragePooling3DOptions>(rows, "GlobalAveragePooling3D");
  add_global<GlobalMaxPooling1D, GlobalMaxPooling1DOptions>(rows, "GlobalMaxPooling1D");
  add_global<GlobalMaxPooling2D, GlobalMaxPooling2DOptions>(rows, "GlobalMaxPooling2D");
  add_global<GlobalMaxPooling3D, GlobalMaxPooling3DOptions>(rows, "GlobalMaxPooling3D");
}

void add_sides(Rows& rows) {
  rows.of("Cropping1D").values("cropping", no_count, [](int sides) { const Cropping1D layer(sides); });
  rows.of("Cropping2D")
      .values("cropping", no_count, [](int sides) { const Cropping2D layer(sides); })
      .field("data_format", &Cropping2DOptions::data_format, unknown,
             [](const Cropping2DOptions& options) { return Cropping2D(options); });
  rows.of("Cropping3D")
      .values("cropping", no_count, [](int sides) { const Cropping3D layer(sides); })
      .field("data_format", &Cropping3DOptions::data_format, unknown,
             [](const Cropping3DOptions& options) { return Cropping3D(options); });
  rows.of("ZeroPadding3D")
      .values("padding", no_count, [](int sides) { const ZeroPadding3D layer(sides); })
      .field("data_format", &ZeroPadding3DOptions::data_format, unknown,
             [](const ZeroPadding3DOptions& options) { return ZeroPadding3D(options); });
  rows.of("ZeroPadding1D")
      .values("padding", no_count, [](int sides) { const ZeroPadding1D layer(sides); })
      .field("data_format", &ZeroPadding1DOptions::data_format, unknown,
             [](const ZeroPadding1DOptions& options) { return ZeroPadding1D(options); });
  rows.of("ZeroPadding2D")
      .values("padding", no_count, [](int sides) { const ZeroPadding2D layer(sides); })
      .field("data_format", &ZeroPadding2DOptions::data_format, unknown,
             [](const ZeroPadding2DOptions& options) { return ZeroPadding2D(options); });
}

void add_resizings(Rows& rows) {
  rows.of("UpSampling1D").values("size", no_size, [](int size) { const UpSampling1D layer(size); });
  const auto up = [](const UpSampling2DOptions& options) { return UpSampling2D(options); };
  rows.of("UpSampling2D")
      .field("size", &UpSampling2DOptions::size, no_size, up)
      .field("data_format", &UpSampling2DOptions::data_format, unknown, up)
      .field("interpolation", &UpSampling2DOptions::interpolation, unknown, up);
  const auto up3d = [](const UpSampling3DOptions& options) { return UpSampling3D(options); };
  rows.of("UpSampling3D")
      .field("size", &UpSampling3DOptions::size, no_size, up3d)
      .field("data_format", &UpSampling3DOptions::data_format, unknown, up3d);
  const auto resize = [](const ResizingOptions& options) { return Resizing(3, 3, options); };
  rows.of("Resizing")
      .values("height", no_size, [](int size) { Resizing(size, 3); })
      .values("width", no_size, [](int size) { Resizing(3, size); })
      .field("interpolation", &ResizingOptions::interpolation, unknown, resize)
      .field("fill_mode", &ResizingOptions::fill_mode, unknown, resize)
      .field("fill_value", &ResizingOptions::fill_value, not_finite, resize)
      .field("data_format", &ResizingOptions::data_format, unknown, resize)
      .add("crop_to_aspect_ratio and pad_to_aspect_ratio", "",
           [] { Resizing(3, 3, {.crop_to_aspect_ratio = true, .pad_to_aspect_ratio = true}); });
  rows.of("DepthToSpace")
      .values("block_size", no_size, [](int size) { const DepthToSpace layer(size); })
      .field("data_format", &DepthToSpaceOptions::data_format, unknown,
             [](const DepthToSpaceOptions& options) { return DepthToSpace(2, options); });
}

/// Layers that an input does not suit: of a wrong rank, empty, too small, or too large for any memory.
template <class Make>
void add_inputs(Rows& rows, const std::string& name, const std::vector<Shape>& inputs, const Make& make,
                const std::string& received = {}) {
  rows.of(name);
  for (const Shape& input : inputs) {
    rows.add("shape", received.empty() ? to_string(input.with_batch(None)) : received, [input, make] {
      Sequential model;
      model.add(make());
      model.build(input.with_batch(None));
    });
  }
}

}  // namespace

Rows shape_rows() {
  Rows rows;
  add_poolings(rows);
  add_sides(rows);
  add_resizings(rows);
  const std::string huge = "2147483647";
  const std::vector<Shape> no_images = {{}, {4}, {4, 4}, {0, 4, 3}, {4, 4, 3, 2}};
  const std::vector<Shape> no_sequences = {{}, {4}, {0, 3}, {4, 4, 3}};
  add_inputs(rows, "Conv2D", no_images, [] { return Conv2D(2, 3); });
  add_inputs(rows, "Conv2D", {{2, 2, 1}, {4, 4, None}}, [] { return Conv2D(2, 3); });
  add_inputs(
      rows, "Conv2D", {{4, 4, most}}, [] { return Conv2D(most, 3); }, huge);
  add_inputs(rows, "Conv2DTranspose", no_images, [] { return Conv2DTranspose(2, 3); });
  add_inputs(
      rows, "Conv2DTranspose", {{most, 4, 1}, {4, most, 1}},
      [] { return Conv2DTranspose(2, 3, {.strides = 2}); }, "4294967295");
  add_inputs(rows, "DepthwiseConv2D", no_images, [] { return DepthwiseConv2D(3); });
  add_inputs(rows, "SeparableConv2D", no_images, [] { return SeparableConv2D(2, 3); });
  add_inputs(rows, "Conv1D", no_sequences, [] { return Conv1D(2, 3); });
  add_inputs(rows, "Conv1DTranspose", no_sequences, [] { return Conv1DTranspose(2, 3); });
  const std::vector<Shape> no_volumes = {{}, {4}, {4, 4, 4}, {0, 4, 4, 3}, {4, 4, 3, 2, 1}};
  add_inputs(rows, "Conv3D", no_volumes, [] { return Conv3D(2, 3); });
  add_inputs(rows, "Conv3D", {{2, 4, 4, 1}, {4, 4, 4, None}}, [] { return Conv3D(2, 3); });
  add_inputs(rows, "Conv3DTranspose", no_volumes, [] { return Conv3DTranspose(2, 3); });
  add_inputs(
      rows, "Conv3DTranspose", {{most, 4, 4, 1}, {4, most, 4, 1}},
      [] { return Conv3DTranspose(2, 3, {.strides = 2}); }, "4294967295");
  add_inputs(rows, "MaxPooling3D", no_volumes, [] { return MaxPooling3D(); });
  add_inputs(rows, "AveragePooling3D", {{1, 4, 4, 1}, {4, 4, 1, 1}}, [] { return AveragePooling3D(2); });
  add_inputs(rows, "GlobalMaxPooling3D", no_volumes, [] { return GlobalMaxPooling3D(); });
  add_inputs(rows, "UpSampling3D", no_volumes, [] { return UpSampling3D(); });
  add_inputs(
      rows, "UpSampling3D", {{4, 4, 4, 1}}, [] { return UpSampling3D(most); }, huge);
  add_inputs(
      rows, "ZeroPadding3D", {{4, 4, 4, 1}}, [] { return ZeroPadding3D(most); }, "4294967298");
  add_inputs(rows, "Cropping3D", {{4, 4, 4, 1}}, [] { return Cropping3D(2); });
  add_inputs(rows, "Cropping3D", {{4, 4, 4, 1}}, [] { return Cropping3D(most); });
  add_inputs(rows, "MaxPooling2D", no_images, [] { return MaxPooling2D(); });
  add_inputs(rows, "MaxPooling2D", {{1, 4, 1}, {4, 1, 1}}, [] { return MaxPooling2D(); });
  add_inputs(rows, "AveragePooling1D", {{}, {4}, {1, 3}}, [] { return AveragePooling1D(2); });
  add_inputs(rows, "GlobalMaxPooling2D", no_images, [] { return GlobalMaxPooling2D(); });
  add_inputs(rows, "UpSampling2D", no_images, [] { return UpSampling2D(); });
  add_inputs(
      rows, "UpSampling2D", {{4, 4, 1}}, [] { return UpSampling2D(most); }, huge);
  add_inputs(
      rows, "UpSampling1D", {{4, 1}}, [] { return UpSampling1D(most); }, huge);
  add_inputs(
      rows, "ZeroPadding2D", {{4, 4, 1}}, [] { return ZeroPadding2D(most); }, "4294967298");
  add_inputs(
      rows, "ZeroPadding1D", {{4, 1}}, [] { return ZeroPadding1D(most); }, "4294967298");
  add_inputs(rows, "Cropping2D", {{4, 4, 1}}, [] { return Cropping2D(2); });
  add_inputs(rows, "Cropping2D", {{4, 4, 1}}, [] { return Cropping2D(most); });
  add_inputs(rows, "Cropping1D", {{4, 1}}, [] { return Cropping1D(most); });
  add_inputs(rows, "DepthToSpace", {{4, 4, 3}, {4, 4}}, [] { return DepthToSpace(2); });
  add_inputs(rows, "Dense", {{}, {0}, {None}}, [] { return Dense(2); });
  add_inputs(
      rows, "Dense", {{most}}, [] { return Dense(most); }, huge);
  add_inputs(
      rows, "Embedding", {{4}}, [] { return Embedding(most, most); }, huge);
  add_inputs(
      rows, "Flatten", {{most, most, most}}, [] { return Flatten(); }, huge);
  add_inputs(rows, "TimeDistributed", {{}, {4}}, [] { return TimeDistributed(Dense(2)); });
  add_inputs(rows, "RepeatVector", {{}, {4, 4}}, [] { return RepeatVector(2); });
  add_inputs(rows, "Reshape", {{5}, {4, 4}}, [] { return Reshape({2, 3}); });
  add_inputs(rows, "Permute", {{5}, {2, 2, 2}}, [] { return Permute({2, 1}); });
  add_inputs(
      rows, "PReLU", {{most, most}}, [] { return PReLU(); }, huge);
  add_inputs(rows, "LayerNormalization", {{4, None}}, [] { return LayerNormalization(); });
  return rows;
}

}  // namespace keratin::testing
