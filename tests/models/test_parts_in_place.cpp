// What a convolution writes into its place in a Concatenate's output is what the Concatenate would have
// copied.
#include "keratin/layers.hpp"
#include "keratin/models/model.hpp"
#include "keratin/models/sequential.hpp"
#include "models/fused_models.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("Parts of all sizes and of all kernels lie in their places") {
  for_each_instruction_set([] {
    for (const int first : {1, 3, 19, 32}) {
      for (const int second : {2, 20, 33}) {
        const Input input({9, 7, 18});
        const KerasTensor a = same_conv(first)(input), b = same_conv(second, {.activation = "relu"})(input),
                          whole = Concatenate()({a, b}), last = same_conv(4)(whole);
        require_same(input, {a, b, whole, last});
      }
    }
  });
}

TEST_CASE("A U-Net's enlarged images lie beside the copied skips") {
  const Input input({8, 8, 16});
  const KerasTensor skip = same_conv(16, {.activation = "relu"})(input), small = MaxPooling2D(2)(skip),
                    middle = same_conv(32)(small);
  SECTION("after a transposed convolution") {
    const KerasTensor large = Conv2DTranspose(16, 2, {.strides = 2, .activation = "relu"})(middle),
                      whole = Concatenate()({large, skip}), last = same_conv(5)(whole);
    require_same(input, {skip, small, middle, large, whole, last});
  }
  SECTION("after UpSampling2D and a convolution, behind the skip, on an axis counted from 0") {
    const KerasTensor up = UpSampling2D()(middle), large = same_conv(16)(up),
                      normal = BatchNormalization({.beta_initializer = "random_uniform"})(large),
                      rectified = LeakyReLU(0.2)(normal), whole = Concatenate({.axis = 3})({skip, rectified}),
                      last = same_conv(5)(whole);
    require_same(input, {skip, small, middle, up, large, normal, rectified, whole, last});
  }
}

TEST_CASE("Other layers' outputs are copied between the parts") {
  const Input input({6, 6, 8});
  const KerasTensor conv = same_conv(8)(input),
                    pooled = AveragePooling2D(3, {.strides = 1, .padding = "same"})(input),
                    grouped = same_conv(8, {.groups = 2})(input),
                    depthwise = DepthwiseConv2D(3, {.padding = "same"})(input),
                    separable = SeparableConv2D(6, 3, {.padding = "same"})(input), dense = Dense(7)(input),
                    sum = Add()({same_conv(8)(input), input}),
                    curved = same_conv(4, {.activation = "tanh"})(input), other = same_conv(3)(input),
                    whole = Concatenate()(
                        {conv, pooled, grouped, depthwise, separable, dense, sum, curved, other, input});
  require_same(input, {conv, pooled, grouped, depthwise, separable, dense, sum, curved, other, whole});
}

TEST_CASE("Parts of lines and of volumes lie in their places") {
  const Input line({12, 5}), volume({4, 5, 6, 3});
  const KerasTensor a = Conv1D(6, 3, {.padding = "same"})(line),
                    b = Conv1DTranspose(7, 3, {.padding = "same"})(line);
  require_same(line, {a, b, Concatenate()({a, b})});
  const KerasTensor c = Conv3D(6, 3, {.padding = "same"})(volume),
                    d = Conv3DTranspose(20, 3, {.padding = "same"})(volume);
  require_same(volume, {c, d, Concatenate()({c, d})});
}

TEST_CASE("Images that are joined along another axis than the channels are copied") {
  const Input input({6, 6, 4});
  const KerasTensor a = same_conv(4)(input), b = same_conv(4)(input);
  for (const int axis : {1, 2, -2}) require_same(input, {a, b, Concatenate({.axis = axis})({a, b})});
}

TEST_CASE("A part that is taken more than once is copied to all its places") {
  const Input input({6, 6, 8});
  const KerasTensor conv = same_conv(8)(input), normal = BatchNormalization()(conv),
                    rectified = ReLU()(normal);
  require_same(input, {conv, Concatenate()({conv, conv})});
  require_same(input, {conv, Concatenate()({conv, input, conv})});
  require_same(input, {conv, normal, rectified, Concatenate()({rectified, rectified, input, rectified})});
}

TEST_CASE("What else takes a part, and what takes the whole more than once, finds it") {
  const Input input({6, 6, 8});
  const KerasTensor a = same_conv(8)(input), b = same_conv(8)(a), whole = Concatenate()({a, b, a}),
                    again = Concatenate()({same_conv(6)(whole), whole}),
                    sum = Add()({same_conv(24)(whole), whole});
  require_same(input, {a, b, whole, again});
  require_same(input, {a, b, whole, sum});
  const Model outputs(input, {whole, b});
  const Tensor x = random_tensor({2, 6, 6, 8});
  require_close(outputs.predict_all({x}).front(), Model(input, whole).predict(x), 2e-5);
}

TEST_CASE("A shared layer and a model called within a model have their parts in place") {
  const Input inner({6, 6, 8});
  const KerasTensor part = same_conv(5)(inner);
  const Model block(inner, Concatenate()({part, inner}));
  const auto shared = share(same_conv(9));
  const Input input({6, 6, 8});
  const KerasTensor a = block(input), b = shared(input), c = shared(input), whole = Concatenate()({a, b, c}),
                    last = block(same_conv(8)(whole));
  require_same(input, {a, b, c, whole, last});
}

TEST_CASE("Parts in place have the same bits with any number of threads") {
  const Input input({16, 16, 32});
  const Model model(input, Concatenate()({same_conv(32)(input), same_conv(20)(input)}));
  const Tensor x = random_tensor({3, 16, 16, 32});
  require_same_bits_with_any_threads(model, x);
}

namespace {

/// Has as many channels as there are samples, but says that it has 4.
class Untrue : public Layer {
 public:
  Untrue() : Layer("Untrue", LayerOptions{}) {}
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override {
    Shape shape = input_shape;
    shape[-1] = input_shape[0] == None ? 4 : input_shape[0];
    return shape;
  }
  View forward(View x, Tape& tape) const override {
    const Buffer y = tape.allocate(compute_output_shape(x.shape()));
    std::fill_n(y.data(), y.size(), 0.0f);
    return y;
  }
  View backward(View dy, Tape& /*tape*/) const override { return dy; }
};

}  // namespace

TEST_CASE("A part of another size than was declared is refused") {
  const Input input({6, 6, 8});
  const Model model(input, Concatenate()({same_conv(8)(input), call(std::make_shared<Untrue>(), input)}));
  CHECK(model.predict(random_tensor({4, 6, 6, 8})).shape(3) == 12);
  CHECK_THROWS_WITH(
      model.predict(random_tensor({5, 6, 6, 8})),
      Catch::Contains(
          "has shape (5, 6, 6, 13), but its inputs were declared to make up shape (5, 6, 6, 12)"));
}
