#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "support/catch.hpp"

namespace keratin::test_call {
namespace {

using namespace layers;

Sequential normalizing_model() {
  Sequential model;
  model.add(BatchNormalization({.momentum = 0.5, .epsilon = 1e-6, .input_shape = {1}}));
  return model;
}

}  // namespace

TEST_CASE("a model that is called is one that predicts") {
  Sequential model = normalizing_model();
  const Tensor x = xt::xtensor<float, 2>{{1.0f}, {3.0f}};
  const bool same = model(x) == model.predict(x);
  CHECK(same);
  CHECK(model.get_weights()[2](0) == 0.0f);
}

TEST_CASE("called in training, BatchNormalization takes the batch's statistics and its averages move") {
  Sequential model = normalizing_model();
  const Tensor y = model(xt::xtensor<float, 2>{{1.0f}, {3.0f}}, {.training = true});
  CHECK(y(0, 0) == Approx(-1.0f));
  CHECK(y(1, 0) == Approx(1.0f));
  CHECK(model.get_weights()[2](0) == 1.0f);  // 0.5 · 0 + 0.5 · 2
  CHECK(model.get_weights()[3](0) == 1.0f);  // 0.5 · 1 + 0.5 · 1
}

TEST_CASE("called in training, a frozen BatchNormalization stays as it is") {
  Sequential model = normalizing_model();
  model.set_trainable(false);
  const Tensor x = xt::xtensor<float, 2>{{1.0f}, {3.0f}};
  const bool same = model(x, {.training = true}) == model.predict(x);
  CHECK(same);
  CHECK(model.get_weights()[2](0) == 0.0f);
}

TEST_CASE("called in training, Dropout drops, and no gradient is taken") {
  Sequential model;
  model.add(Dropout(0.5, {.seed = 1, .input_shape = {1000}}));
  model.add(Dense(1, {.kernel_initializer = "ones"}));
  const std::vector<Tensor> before = model.get_weights();
  const Tensor x = xt::ones<float>({1, 1000});
  const float y = model(x, {.training = true})(0, 0);
  CHECK(y != 1000.0f);
  CHECK(y == Approx(1000.0f).epsilon(0.15));
  CHECK(model.get_weights() == before);
  CHECK_THROWS_AS(model(xt::ones<float>({1, 1}), {.training = true}), ValueError);
}

}  // namespace keratin::test_call
