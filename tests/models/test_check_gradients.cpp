#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/check_gradients.hpp"
#include "support/catch.hpp"
#include "support/run_layer.hpp"

namespace keratin::test_check_gradients {
namespace {

using namespace keratin::layers;
using Catch::Matchers::Contains;
using utils::check_gradients;

enum class Fault { none, input, factor, shape, weight, not_fed, not_restored };

/// y = x · factor, one factor a channel.
class Scale : public Layer {
 public:
  explicit Scale(Fault fault = Fault::none) : Layer("Scale", LayerOptions{}), fault_(fault) {}

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  void build(const Shape& input_shape) override {
    factor_ = add_weight("factor", {input_shape.back()}, "ones");
  }
  View forward(View x, Tape& tape) const override {
    tape.save(*this, {x});
    if (fault_ == Fault::not_restored) tape.save(*this, {x});
    return tape.evaluate(x.array() * factor_->value());
  }
  View backward(View dy, Tape& tape) const override {
    const auto [x] = tape.restore<1>(*this);
    if (fault_ == Fault::weight) tape.add_gradient(*factor_, 2 * x.array() * dy.array());
    if (fault_ != Fault::weight && fault_ != Fault::not_fed)
      tape.add_gradient(*factor_, x.array() * dy.array());
    if (fault_ == Fault::input) return tape.evaluate(dy.array() * 1.1f);
    if (fault_ == Fault::factor) return dy;
    if (fault_ == Fault::shape) return tape.allocate({1, 3});
    return tape.evaluate(dy.array() * factor_->value());
  }

 private:
  Fault fault_;
  Weight* factor_ = nullptr;
};

std::string complaint(Fault fault) {
  Scale layer(fault);
  return testing::error_of([&] { check_gradients(layer, {4, 3}); });
}

}  // namespace

TEST_CASE("check_gradients passes layers whose gradients are right") {
  for (const Shape& shape : {Shape{4, 3}, Shape{2, 5, 4, 3}}) {
    Scale scale;
    CHECK_NOTHROW(check_gradients(scale, shape));
  }
  Dense dense(5, {.activation = "tanh"});
  CHECK_NOTHROW(check_gradients(dense, {4, 3}));
  Conv2DTranspose transpose(2, 3, {.strides = 2});
  CHECK_NOTHROW(check_gradients(transpose, {2, 4, 3, 2}));
  BatchNormalization normalization;
  CHECK_NOTHROW(check_gradients(normalization, {8, 3}));
  ReLU relu;
  CHECK_NOTHROW(check_gradients(relu, {4, 30}));
  Conv2D rectified(8, 3, {.padding = "same", .activation = "relu"});
  CHECK_NOTHROW(check_gradients(rectified, {1, 16, 16, 3}));
  Dense wide(64, {.activation = "relu"});
  CHECK_NOTHROW(check_gradients(wide, {128, 100}));
  Maximum maximum;
  CHECK_NOTHROW(check_gradients(maximum, {{4, 3}, {4, 3}, {4, 3}}));
  Multiply multiply;
  CHECK_NOTHROW(check_gradients(multiply, {{4, 3}, {4, 3}}));
}

TEST_CASE("check_gradients names what is wrong") {
  CHECK_THAT(complaint(Fault::input), Contains("the gradient of the input is wrong: number"));
  CHECK_THAT(complaint(Fault::factor), Contains("the gradient of the input is wrong"));
  CHECK_THAT(complaint(Fault::shape), Contains("(4, 3)") && Contains("(1, 3)"));
  CHECK_THAT(complaint(Fault::weight),
             Contains("the gradient of the weight \"") && Contains("factor\" is wrong"));
  CHECK_THAT(complaint(Fault::not_fed), Contains("All of them are 0: add them with tape.add_gradient()"));
  CHECK_THAT(complaint(Fault::not_restored), Contains("must restore all"));
}

TEST_CASE("check_gradients refuses what it cannot check") {
  Dropout dropout(0.5);
  CHECK_THROWS_WITH(check_gradients(dropout, {8, 30}), Contains("draws random numbers"));
  Add add;
  CHECK_THROWS_WITH(check_gradients(add, std::initializer_list<Shape>{}), Contains("the shape of an input"));
  Dense dense(3);
  CHECK_THROWS_WITH(check_gradients(dense, {2, 3}, {.tolerance = 0.0}),
                    Contains("tolerance must be positive"));
}

TEST_CASE("check_gradients leaves the weights as they were") {
  BatchNormalization layer;
  testing::connect(layer, {8, 3});
  const std::vector<Tensor> before = layer.get_weights();
  check_gradients(layer, {8, 3});
  CHECK(layer.get_weights() == before);
}

TEST_CASE("add_gradient sums over the axes along which a weight was broadcast") {
  Scale layer;
  const Tensor x = testing::random_tensor({2, 3, 4, 2}), dy = testing::random_tensor({2, 3, 4, 2}, 2);
  testing::connect(layer, {2, 3, 4, 2});
  const Tensor sum = xt::sum(x * dy, {0, 1, 2});
  const Tensor given = testing::train(layer, x, dy).dweights[0];
  for (std::size_t i = 0; i < 2; ++i) CHECK(given(i) == Approx(sum(i)).epsilon(1e-5));

  for (const Shape& shape : {Shape{}, Shape{1}, Shape{1, 3}, Shape{4, 1, 1}}) {
    const Weight broadcast("w", testing::zero_tensor(shape));
    Tensor added = testing::zero_tensor(shape);
    const Gradients map = {{&broadcast, Buffer(added.data(), shape)}};
    StepTape adding;
    adding.begin_training(map);
    adding.add_gradient(broadcast, xt::ones<float>({4, 2, 3}));
    CHECK(added.data()[0] == 24.0f / static_cast<float>(added.size()));
  }

  const Weight weight("w", Tensor({1.0f, 2.0f}));
  Tensor gradient = xt::zeros<float>({2});
  const Gradients gradients = {{&weight, Buffer(gradient.data(), {2})}};
  StepTape tape;
  tape.begin_training(gradients);
  CHECK_THROWS_WITH(tape.add_gradient(weight, xt::ones<float>({2, 3})),
                    Contains("the weight \"w\" of shape (2,) is not broadcast to values of shape (2, 3)"));
  tape.begin_inference();
  CHECK_NOTHROW(tape.add_gradient(weight, xt::ones<float>({2, 3})));
}

}  // namespace keratin::test_check_gradients
