// An Add that the convolution or Dense before it computes gives what it gives by itself.
#include <algorithm>
#include <functional>

#include "keratin/layers.hpp"
#include "keratin/models/model.hpp"
#include "keratin/models/sequential.hpp"
#include "models/fused_models.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

/// Images that take each of the kernels: direct, shifted, Winograd.
const std::vector<int> channel_counts = {1, 3, 8, 35, 64};

}  // namespace

TEST_CASE("A residual block's Add joins its convolution, whose input is still needed") {
  for_each_instruction_set([] {
    for (const int channels : channel_counts) {
      const Input input({9, 11, channels});
      const KerasTensor first = same_conv(channels, {.activation = "relu"})(input),
                        second = same_conv(channels)(first), sum = Add()({input, second}),
                        rectified = ReLU()(sum), third = same_conv(channels)(rectified),
                        other = Add()({third, rectified}), last = same_conv(2)(other);
      require_same(input, {first, second, sum, rectified, third, other, last});
    }
  });
}

TEST_CASE("An Add joins a BatchNormalization that is folded into a convolution") {
  const Input input({6, 6, 20});
  const KerasTensor conv = same_conv(20)(input),
                    normal = BatchNormalization({.beta_initializer = "random_uniform"})(conv),
                    sum = Add()({normal, input}), rectified = LeakyReLU(0.1)(sum),
                    again = BatchNormalization({.gamma_initializer = "random_uniform"})(rectified);
  require_same(input, {conv, normal, sum, rectified, again});
}

TEST_CASE("A BatchNormalization behind an Add stays by itself") {
  const Input input({6, 6, 20});
  const KerasTensor conv = same_conv(20)(input), sum = Add()({conv, input}),
                    normal = BatchNormalization({.gamma_initializer = "random_uniform"})(sum);
  require_same(input, {conv, sum, normal});
}

TEST_CASE("An Add joins every layer that can add") {
  const Input image({8, 8, 6}), row({7});
  const KerasTensor enlarged = UpSampling2D()(image), skip = Conv2D(5, 1)(enlarged),
                    made = same_conv(5)(enlarged),
                    transposed = Conv2DTranspose(5, 4, {.strides = 2, .padding = "same"})(image),
                    grouped = same_conv(6, {.groups = 2})(image),
                    separable = SeparableConv2D(6, 3, {.padding = "same"})(image),
                    depthwise = DepthwiseConv2D(3, {.padding = "same"})(image);
  require_same(image, {enlarged, skip, made, Add()({skip, made})});
  require_same(image, {enlarged, skip, transposed, Add()({skip, transposed})});
  require_same(image, {grouped, Add()({image, grouped})});
  require_same(image, {separable, Add()({image, separable})});
  require_same(image, {depthwise, Add()({image, depthwise})});
  const KerasTensor dense = Dense(7)(row), sum = Add()({dense, row}), rectified = ReLU()(sum);
  require_same(row, {dense, sum, rectified});
  const Input volume({4, 5, 6, 3});
  const KerasTensor conv = Conv3D(3, 3, {.padding = "same"})(volume);
  require_same(volume, {conv, Add()({volume, conv})});
}

TEST_CASE("What else takes the value that is added to still finds it") {
  const Input input({16, 16, 20});
  const KerasTensor first = same_conv(20)(input), second = same_conv(20)(first),
                    third = same_conv(20)(second);
  SECTION("nothing does, and it is overwritten") {
    const KerasTensor sum = Add()({first, third}), fourth = same_conv(20)(same_conv(20)(sum)),
                      last = Add()({fourth, sum});
    require_same(input, {first, second, third, sum, fourth, last});
  }
  SECTION("later") {
    const KerasTensor sum = Add()({first, third}), last = Multiply()({sum, first});
    require_same(input, {first, second, third, sum, last});
  }
  SECTION("as a view of other shape") {
    const KerasTensor flat = Reshape({256, 20})(first), sum = Add()({first, third}),
                      rows = Reshape({256, 20})(sum), last = Subtract()({rows, flat});
    require_same(input, {first, second, third, flat, sum, rows, last});
  }
  SECTION("as a view that the convolution takes") {
    const KerasTensor same = Identity()(first), conv = same_conv(20)(same), sum = Add()({conv, first}),
                      last = same_conv(20)(sum);
    require_same(input, {first, same, conv, sum, last});
  }
  SECTION("as the convolution's own input") {
    const KerasTensor sum = Add()({first, second}), next = same_conv(20)(sum), both = Add()({next, sum}),
                      last = same_conv(20)(both);
    require_same(input, {first, second, sum, next, both, last});
  }
  SECTION("between the convolution and the Add") {
    const KerasTensor other = same_conv(20)(first), product = Multiply()({other, first}),
                      sum = Add()({product, third}), whole = Add()({third, first}),
                      last = Average()({sum, whole});
    require_same(input, {first, second, third, other, product, sum, whole, last});
  }
  SECTION("as an output") {
    const KerasTensor sum = Add()({first, third});
    const Model model(KerasTensors{input}, KerasTensors{first, sum}), alone(input, first);
    const Tensor x = random_tensor({2, 16, 16, 20});
    CHECK((model.predict_all({x}).front() == alone.predict(x)));
  }
  SECTION("as what a model inside gives back") {
    const Input inner({16, 16, 20});
    const Model identity(inner, Identity()(inner));
    const KerasTensor same = identity(first), sum = Add()({same, third}), last = Subtract()({sum, first});
    require_same(input, {first, second, third, same, sum, last});
  }
}

TEST_CASE("An Add that broadcasts, or of more or fewer values, stays by itself") {
  const Input input({8, 8, 20});
  const KerasTensor pixel = GlobalAveragePooling2D({.keepdims = true})(input), first = same_conv(20)(input),
                    second = same_conv(20)(first);
  require_same(input, {pixel, first, Add()({first, pixel})});
  require_same(input, {first, second, Add()({first, second, input})});
  require_same(input, {first, Add()({first, first})});
  require_same(input, {first, Add()(KerasTensors{first})});
}

TEST_CASE("A shared convolution adds in one of its calls") {
  const Input input({8, 8, 20});
  const auto shared = share(same_conv(20));
  const KerasTensor first = shared(input), second = shared(first), sum = Add()({first, second}),
                    third = shared(sum);
  require_same(input, {first, second, sum, third});
}

TEST_CASE("Models inside another one add to what the outer one gave them") {
  const Input inner_input({16, 16, 20});
  const Model block(inner_input, Add()({same_conv(20)(same_conv(20)(inner_input)), inner_input}));
  const Input input({16, 16, 20});
  const KerasTensor first = same_conv(20)(input), second = block(first), third = block(second),
                    last = Concatenate()({first, third});
  require_same(input, {first, second, third, last});
}

namespace {

/// An Add that is not one.
class Hundred : public Add {
  View merge_equal(std::span<const View> x, Tape& tape) const override {
    const Buffer y = tape.allocate(x.front().shape());
    std::fill_n(y.data(), y.size(), 100.0f);
    return y;
  }
};

}  // namespace

TEST_CASE("A class of one's own that derives from Add is run by itself") {
  const Input input({8, 8, 20});
  const Model model(input, call(std::make_shared<Hundred>(), {same_conv(20)(input), input}));
  CHECK(model.predict(random_tensor({1, 8, 8, 20}))(0, 0, 0, 0) == 100.0f);
}

TEST_CASE("A fused Add has the same bits with any number of threads") {
  const Input input({16, 16, 32});
  const KerasTensor first = same_conv(32, {.activation = "relu"})(input);
  const Model model(input, Add()({first, same_conv(32)(first)}));
  const Tensor x = random_tensor({3, 16, 16, 32});
  require_same_bits_with_any_threads(model, x);
}

TEST_CASE("An Add joins what comes before it only in inference, once, and before a rectifier") {
  Fusion fusion;
  CHECK_FALSE(Add().join_previous(fusion, true));
  CHECK(Add().join_previous(fusion, false));
  CHECK(fusion.adds);
  CHECK_FALSE(Add().join_previous(fusion, false));
  Fusion rectified{.negative_slope = 0.0f};
  CHECK_FALSE(Add().join_previous(rectified, false));
}
