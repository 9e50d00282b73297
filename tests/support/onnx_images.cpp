#include "keratin/layers.hpp"
#include "support/onnx_models.hpp"

namespace keratin::testing {

using namespace layers;

namespace {

void add_pooling(OnnxFamily family) {
  family.add({7, 6, 3}, MaxPooling2D());
  family.add({7, 6, 3}, MaxPooling2D({.pool_size = {3, 2}, .strides = {2, 1}, .padding = "same"}));
  family.add({3, 7, 6}, MaxPooling2D({.pool_size = 3, .data_format = "channels_first"}));
  family.add({7, 6, 3}, AveragePooling2D(2));
  family.add({7, 6, 3}, AveragePooling2D({3, 4}, {.strides = 2, .padding = "same"}));
  family.add({3, 7, 6}, AveragePooling2D(3, {.padding = "same", .data_format = "channels_first"}));
  family.add({7, 3}, MaxPooling1D({.pool_size = 3, .strides = 2, .padding = "same"}));
  family.add({7, 3}, AveragePooling1D(2, {.strides = 1, .padding = "same"}));
  family.add({3, 7}, MaxPooling1D({.pool_size = 2, .data_format = "channels_first"}));
  family.add({None, None, 3}, AveragePooling2D(3, {.strides = 2, .padding = "same"}), MaxPooling2D());
  family.add({5, 4, 3}, GlobalAveragePooling2D());
  family.add({5, 4, 3}, Conv2D(4, 2), GlobalMaxPooling2D({.keepdims = true}), Flatten());
  family.add({3, 5, 4}, GlobalMaxPooling2D({.data_format = "channels_first"}));
  family.add({3, 5, 4}, GlobalAveragePooling2D({.data_format = "channels_first", .keepdims = true}));
  family.add({5, 3}, GlobalMaxPooling1D());
  family.add({5, 3}, GlobalAveragePooling1D({.keepdims = true}));
  family.add({3, 5}, GlobalAveragePooling1D({.data_format = "channels_first"}));
  family.add({None, None, 3}, Conv2D(4, 2), GlobalAveragePooling2D());
}

void add_volumes(OnnxFamily family) {
  family.add({4, 5, 6, 3}, MaxPooling3D());
  family.add({4, 5, 6, 3}, MaxPooling3D({.pool_size = {1, 3, 2}, .strides = {1, 2, 1}, .padding = "same"}));
  family.add({3, 4, 5, 6}, AveragePooling3D({2, 1, 3}, {.padding = "same", .data_format = "channels_first"}));
  family.add({4, 5, 6, 2}, Conv3D(3, 2), GlobalAveragePooling3D());
  family.add({3, 4, 5, 2}, GlobalMaxPooling3D({.data_format = "channels_first", .keepdims = true}));
  family.add({2, 3, 4, 2}, UpSampling3D({1, 2, 3}), Conv3D(2, 2));
  family.add({2, 3, 4, 2}, ZeroPadding3D({{1, 0}, {0, 2}, {1, 1}}), SpatialDropout3D(0.5), Conv3D(2, 3));
  family.add({4, 5, 6, 2}, Conv3D(3, 2), Cropping3D({{0, 1}, {1, 0}, {1, 2}}));
  family.add({2, 4, 5, 6}, Cropping3D({.cropping = {1, 0, 2}, .data_format = "channels_first"}));
}

void add_enlargements(OnnxFamily family) {
  family.add({3, 4, 2}, UpSampling2D());
  family.add({3, 4, 2}, UpSampling2D({2, 3}), Conv2D(2, 2));
  for (const char* interpolation : {"bilinear", "bicubic", "lanczos3", "lanczos5", "area"}) {
    family.add({5, 4, 2}, UpSampling2D({.size = {2, 4}, .interpolation = interpolation}));
    family.add({5, 4, 2}, UpSampling2D({.size = {3, 1}, .interpolation = interpolation}));
  }
  family.add({2, 3, 4}, UpSampling2D({.data_format = "channels_first", .interpolation = "bilinear"}));
  family.add({None, None, 2}, UpSampling2D({.interpolation = "bilinear"}), UpSampling2D(3));
  family.add({4, 3}, UpSampling1D(3));
  family.add({3, 4, 8}, DepthToSpace(2));
  family.add({8, 3, 4}, DepthToSpace(2, {.data_format = "channels_first"}));
}

void add_resizing(OnnxFamily family) {
  for (const char* interpolation : {"nearest", "bilinear", "bicubic", "lanczos3", "area"}) {
    family.add({5, 6, 2}, Resizing(7, 4, {.interpolation = interpolation}));
    family.add({5, 6, 2}, Resizing(10, 6, {.interpolation = interpolation, .antialias = true}));
    family.add({8, 9, 2}, Resizing(3, 4, {.interpolation = interpolation, .antialias = true}));
  }
  family.add({5, 6, 2}, Resizing(5, 6, {.interpolation = "bicubic"}));
  family.add({6, 9, 2}, Resizing(8, 4, {.crop_to_aspect_ratio = true}));
  family.add({6, 9, 2},
             Resizing(8, 4, {.interpolation = "nearest", .pad_to_aspect_ratio = true, .fill_value = 0.5}));
  family.add({2, 6, 9}, Resizing(4, 8, {.crop_to_aspect_ratio = true, .data_format = "channels_first"}));
}

void add_reshaping(OnnxFamily family) {
  family.add({4, 3, 2}, Flatten());
  family.add({4, 3, 2}, Flatten({.data_format = "channels_first"}));
  family.add({5, 4, 3}, Conv2D(4, 2), Flatten(), Dense(3));
  family.add({12}, Reshape({2, 3, 2}));
  family.add({4, 3, 2}, Conv2D(4, 2), Reshape({4, -1}));
  family.add({4, 3, 2}, Permute({3, 1, 2}));
  family.add({4, 3, 2}, Permute({2, 3, 1}), Conv2D(3, 2), Permute({3, 2, 1}), Flatten());
  family.add({4}, RepeatVector(3));
  family.add({3, 4}, TimeDistributed(Dense(2, {.activation = "tanh"})));
  family.add({3, 6, 5, 2}, TimeDistributed(Conv2D(3, 3, {.strides = 2, .activation = "relu"})),
             TimeDistributed(BatchNormalization()),
             TimeDistributed(std::make_shared<TimeDistributed>(Dense(2))), TimeDistributed(Flatten()));
  family.add({8, 3}, Cropping1D({1, 2}));
  family.add({8, 3}, Conv1D(3, 2), Cropping1D(1));
  family.add({8, 7, 3}, Conv2D(3, 2), Cropping2D({{1, 0}, {0, 2}}));
  family.add({3, 8, 7}, Cropping2D({.cropping = {1, 2}, .data_format = "channels_first"}));
  family.add({4, 3}, ZeroPadding1D({1, 2}));
  family.add({4, 5, 3}, Conv2D(3, 2), ZeroPadding2D({{1, 0}, {0, 2}}), Conv2D(2, 3));
  family.add({3, 4, 5}, ZeroPadding2D({.padding = 1, .data_format = "channels_first"}));
  family.add({3, 4}, ZeroPadding1D({.padding = 2, .data_format = "channels_first"}));
}

}  // namespace

void add_onnx_images(std::vector<OnnxCase>& cases) {
  add_pooling({"pooling", cases});
  add_volumes({"volumes", cases});
  add_enlargements({"enlargement", cases});
  add_resizing({"resizing", cases});
  add_reshaping({"reshaping", cases});
}

}  // namespace keratin::testing
