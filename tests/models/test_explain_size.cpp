#include "keratin/error.hpp"
#include "models/summary_models.hpp"
#include "support/catch.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("summary() explains the sizes of volumes") {
  Sequential model;
  model.add(Conv3D(2, 3, {.padding = "same", .input_shape = {4, 8, 8, 1}, .name = "same"}));
  model.add(Conv3DTranspose(1, {3, 4, 4}, {.strides = 2, .padding = "same", .name = "doubled"}));
  model.add(MaxPooling3D({.pool_size = {1, 2, 2}, .name = "pool"}));
  model.add(Cropping3D({.cropping = {1, 2, 2}, .name = "cropped"}));
  const std::string text = summary_of(model, {.style = "explain"});
  for (const char* line : {
           "voxels in 1 channel, each times a weight, plus a bias",
           "3·3·3 voxels of the model's input",
           "every voxel in 2 channels",
           "3·4·4 weights times its value, plus a bias",
           "depth: 4·2 = 8; rows and columns: 8·2 = 16",
           "depth: 8 − 1 + 1 = 8; rows and columns: ⌊(16 − 2)",
           "depth: 8 − 1 − 1 = 6; rows and columns: 8 − 2 − 2 =",
       }) {
    CHECK_THAT(text, Catch::Matchers::Contains(line));
  }
}

TEST_CASE("summary() explains the sizes of pooled, padded and cropped images, and of dilated windows") {
  Sequential model;
  model.add(Conv2D(1, 3, {.dilation_rate = 2, .input_shape = {20, 21, 1}, .name = "dilated"}));
  model.add(MaxPooling2D({.pool_size = 3, .strides = 2, .padding = "same", .name = "pool"}));
  model.add(ZeroPadding2D({.padding = {{1, 2}, {0, 3}}, .name = "padded"}));
  model.add(Cropping2D({.cropping = {{0, 1}, {2, 0}}, .name = "cropped"}));
  model.add(
      Conv2DTranspose(1, 3, {.strides = 2, .padding = "same", .output_padding = 1, .name = "transposed"}));
  const std::string text = summary_of(model, {.style = "explain", .batch_size = 1});
  for (const char* line : {
           "rows: 20 − ((3 − 1)·2 + 1) + 1 = 16; columns: 21 − ((3 −",
           "5·5 pixels of the model's input",
           "rows: ⌈16 / 2⌉ = 8; columns: ⌈17 / 2⌉ = 9",
           "7·7 pixels of the model's input",
           "rows: 1 + 8 + 2 = 11; columns: 0 + 9 + 3 = 12",
           "rows: 11 − 0 − 1 = 10; columns: 12 − 2 − 0 = 10",
           "rows and columns: (10 − 1)·2 + 3 − 2·⌊3 / 2⌋ +",
           "9·9 pixels of the model's input",
           "for a batch of 1: ",
       }) {
    CHECK_THAT(text, Catch::Matchers::Contains(line));
  }
  CHECK_THROWS_AS(model.summary({.style = "explain", .batch_size = 0}), ValueError);
}
