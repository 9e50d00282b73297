#include "models/summary_models.hpp"
#include "support/catch.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

/// Adds a number to each channel, and keeps another.
class Shift : public Layer {
 public:
  Shift() : Layer("Conv2D", LayerOptions{.input_shape = {}, .name = "shift"}) {}
  Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  void build(const Shape& input_shape) override {
    add_weight("kernel", {input_shape.back()}, "zeros");
    add_weight("count", {}, "zeros", {.trainable = false});
  }
  View forward(View x, Tape&) const override { return x; }
  View backward(View dy, Tape&) const override { return dy; }
};

}  // namespace

TEST_CASE("summary() explains where numbers come from") {
  CHECK(summary_of(generator_up_sampling(), {.style = "explain"}) ==
        R"(Model: "sequential"
________________________________________________________________________________
Layer (type)                            Output Shape                Param #     
================================================================================
dense (Dense)                           (None, 3200)                323200      
    parameters       100·3,200 + 3,200 = 323,200
    kernel           (100, 3200)  inputs, units
    bias             (3200,)      units
    output           each unit sums 100 inputs, each times a weight, plus a bias
    multiply-adds    320,000
________________________________________________________________________________
reshape (Reshape)                       (None, 5, 5, 128)           0           
________________________________________________________________________________
up_sampling2d (UpSampling2D)            (None, 10, 10, 128)         0           
    size             rows and columns: 5·2 = 10
________________________________________________________________________________
conv2d (Conv2D)                         (None, 10, 10, 1)           1153        
    parameters       3·3·128·1 + 1 = 1,153
    kernel           (3, 3, 128, 1)  rows, columns, input channels, filters
    bias             (1,)            filters
    output           each filter makes one map: at every place it sums 3·3
                     pixels in 128 channels, each times a weight, plus a bias
    multiply-adds    115,200
================================================================================
Total params: 324,353
Trainable params: 324,353
Non-trainable params: 0
Multiply-adds for one sample: 435,200
Outputs of all layers for a batch of 32: 2,470,400 bytes
________________________________________________________________________________
)");
}

TEST_CASE("summary() explains transposed convolutions, moving averages and nested models") {
  CHECK(end_of_summary(generator_transpose(), "conv2d_transpose", {.style = "explain"}) ==
        R"(conv2d_transpose (Conv2DTranspose)      (None, 10, 10, 1)           1153        
    parameters       3·3·1·128 + 1 = 1,153
    kernel           (3, 3, 1, 128)  rows, columns, filters, input channels
    bias             (1,)            filters
    output           each filter makes one map: every pixel in 128 channels adds
                     3·3 weights times its value, plus a bias
    size             rows and columns: 5·2 = 10
    multiply-adds    28,800
================================================================================
Total params: 324,353
Trainable params: 324,353
Non-trainable params: 0
Multiply-adds for one sample: 348,800
Outputs of all layers for a batch of 32: 832,000 bytes
________________________________________________________________________________
)");
  CHECK(end_of_summary(classifier(), "batch",
                       {.layer_range = std::pair("batch", "batch"), .style = "explain"}) ==
        R"(batch_normalization (BatchNormalization (None, 13, 13, 8)           32          
    parameters       8 + 8 + 8 + 8 = 32
    gamma            (8,)  channels
    beta             (8,)  channels
    moving_mean      (8,)  channels; not trained
    moving_variance  (8,)  channels; not trained
================================================================================
Total params: 13,642
Trainable params: 13,626
Non-trainable params: 16
Multiply-adds for one sample: 25,688
Outputs of all layers for a batch of 32: 693,504 bytes
________________________________________________________________________________
)");
  CHECK(end_of_summary(gan(), "Layer", {.line_length = 60, .expand_nested = true, .style = "explain"}) ==
        R"(Layer (type)                  Output Shape         Param #  
============================================================
sequential_1 (Sequential)     (None, 2)            122      
    parameters       dense_2 90 + dense_3 32 = 122
    multiply-adds    105
|¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯|
| dense_2 (Dense)             (None, 15)           90      |
|    parameters       5·15 + 15 = 90                       |
|    kernel           (5, 15)  inputs, units               |
|    bias             (15,)    units                       |
|    output           each unit sums 5 inputs, each times  |
|                     a weight, plus a bias                |
|    multiply-adds    75                                   |
|__________________________________________________________|
| dense_3 (Dense)             (None, 2)            32      |
|    parameters       15·2 + 2 = 32                        |
|    kernel           (15, 2)  inputs, units               |
|    bias             (2,)     units                       |
|    output           each unit sums 15 inputs, each times |
|                     a weight, plus a bias                |
|    multiply-adds    30                                   |
¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯
sequential (Sequential)       (None, 1)            101      
    parameters       dense 75 + dense_1 26 = 101
    multiply-adds    75
|¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯|
| dense (Dense)               (None, 25)           75      |
|    parameters       2·25 + 25 = 75                       |
|    kernel           (2, 25)  inputs, units               |
|    bias             (25,)    units                       |
|    output           each unit sums 2 inputs, each times  |
|                     a weight, plus a bias                |
|    multiply-adds    50                                   |
|__________________________________________________________|
| dense_1 (Dense)             (None, 1)            26      |
|    parameters       25·1 + 1 = 26                        |
|    kernel           (25, 1)  inputs, units               |
|    bias             (1,)     units                       |
|    output           each unit sums 25 inputs, each times |
|                     a weight, plus a bias                |
|    multiply-adds    25                                   |
¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯
============================================================
Total params: 223
Trainable params: 122
Non-trainable params: 101
Multiply-adds for one sample: 180
Outputs of all layers for a batch of 32: 5,504 bytes
____________________________________________________________
)");
}

TEST_CASE("summary() says where a count of multiplications depends on the input's size") {
  Sequential model;
  model.add(Conv2D(2, 3, {.use_bias = false, .input_shape = {None, None, 1}, .name = "conv"}));
  model.add(ReLU({.name = "relu"}));
  CHECK(end_of_summary(model, "conv (Conv2D)", {.style = "explain"}) ==
        R"(conv (Conv2D)                           (None, None, None, 2)       18          
    parameters       3·3·1·2 = 18
    kernel           (3, 3, 1, 2)  rows, columns, input channels, filters
    output           each filter makes one map: at every place it sums 3·3
                     pixels in 1 channel, each times a weight
    depends on       3·3 pixels of the model's input
    multiply-adds    depends on the input's size
________________________________________________________________________________
relu (ReLU)                             (None, None, None, 2)       0           
================================================================================
Total params: 18
Trainable params: 18
Non-trainable params: 0
Multiply-adds for one sample: depends on the input's size
________________________________________________________________________________
)");
}

TEST_CASE("summary() explains layers of sequences") {
  Sequential model;
  model.add(Embedding(50, 8, {.input_length = 12, .name = "words"}));
  model.add(Conv1D(4, 3, {.padding = "causal", .name = "conv"}));
  model.add(Conv1DTranspose(1, 2, {.strides = 2, .use_bias = false, .name = "transpose"}));
  CHECK(end_of_summary(model, "words", {.style = "explain"}) ==
        R"(words (Embedding)                       (None, 12, 8)               400         
    parameters       50·8 = 400
    embeddings       (50, 8)  indices, numbers of a vector
    output           each index becomes its row: one of 50 vectors of 8 numbers
________________________________________________________________________________
conv (Conv1D)                           (None, 12, 4)               100         
    parameters       3·8·4 + 4 = 100
    kernel           (3, 8, 4)  steps, input channels, filters
    bias             (4,)       filters
    output           each filter makes one map: at every place it sums 3 steps
                     in 8 channels, each times a weight, plus a bias
    multiply-adds    1,152
________________________________________________________________________________
transpose (Conv1DTranspose)             (None, 24, 1)               8           
    parameters       2·1·4 = 8
    kernel           (2, 1, 4)  steps, filters, input channels
    output           each filter makes one map: every step in 4 channels adds 2
                     weights times its value
    size             steps: 12·2 + max(2 − 2, 0) = 24
    multiply-adds    96
================================================================================
Total params: 508
Trainable params: 508
Non-trainable params: 0
Multiply-adds for one sample: 1,248
Outputs of all layers for a batch of 32: 21,504 bytes
________________________________________________________________________________
)");
}

TEST_CASE("summary() explains normalizations") {
  Sequential model;
  model.add(GroupNormalization({.groups = 2, .input_shape = {5, 4}, .name = "groups"}));
  model.add(LayerNormalization({.center = false, .name = "layer"}));
  CHECK(end_of_summary(model, "groups", {.style = "explain"}) ==
        R"(groups (GroupNormalization)             (None, 5, 4)                8           
    parameters       4 + 4 = 8
    gamma            (4,)  channels
    beta             (4,)  channels
________________________________________________________________________________
layer (LayerNormalization)              (None, 5, 4)                4           
    parameters       4
    gamma            (4,)  places on the normalized axis
================================================================================
Total params: 12
Trainable params: 12
Non-trainable params: 0
Multiply-adds for one sample: 0
Outputs of all layers for a batch of 32: 5,120 bytes
________________________________________________________________________________
)");
}

TEST_CASE("summary() says of a user's layer what its weights tell") {
  Sequential model;
  model.add(Input({3}));
  model.add(Shift());
  CHECK(end_of_summary(model, "    param", {.style = "explain"}) ==
        R"(    parameters       3 + 1 = 4
    kernel           (3,)
    count            ()    not trained
================================================================================
Total params: 4
Trainable params: 3
Non-trainable params: 1
Multiply-adds for one sample: 0
Outputs of all layers for a batch of 32: 384 bytes
________________________________________________________________________________
)");
}

TEST_CASE("summary() explains depthwise and separable convolutions, channels first or last") {
  Sequential model;
  model.add(
      DepthwiseConv2D(3, {.depth_multiplier = 2, .data_format = "channels_first", .input_shape = {4, 9, 8}}));
  model.add(SeparableConv2D(5, {3, 2}, {.data_format = "channels_first", .use_bias = false}));
  CHECK(end_of_summary(model, "depthwise_conv2d", {.style = "explain"}) ==
        R"(depthwise_conv2d (DepthwiseConv2D)      (None, 8, 7, 6)             80          
    parameters       3·3·4·2 + 8 = 80
    kernel           (3, 3, 4, 2)  rows, columns, input channels, filters of
                     each
    bias             (8,)          filters
    output           each filter makes one map of one channel: at every place it
                     sums 3·3 pixels, each times a weight, plus a bias
    size             rows: 9 − 3 + 1 = 7; columns: 8 − 3 + 1 = 6
    depends on       3·3 pixels of the model's input
    multiply-adds    3,024
________________________________________________________________________________
separable_conv2d (SeparableConv2D)      (None, 5, 5, 5)             88          
    parameters       3·2·8·1 + 1·1·8·5 = 88
    depthwise_kernel (3, 2, 8, 1)  rows, columns, input channels, filters of
                     each
    pointwise_kernel (1, 1, 8, 5)  1, 1, maps between, filters
    output           each of 8 maps between sums 3·2 pixels of one channel, each
                     times a weight; each filter makes one map: at every place
                     it sums those between, each times a weight
    size             rows: 7 − 3 + 1 = 5; columns: 6 − 2 + 1 = 5
    depends on       5·4 pixels of the model's input
    multiply-adds    2,200
================================================================================
Total params: 168
Trainable params: 168
Non-trainable params: 0
Multiply-adds for one sample: 5,224
Outputs of all layers for a batch of 32: 59,008 bytes
________________________________________________________________________________
)");
}
