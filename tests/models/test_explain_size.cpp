#include "keratin/error.hpp"
#include "models/summary_models.hpp"
#include "support/catch.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

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
