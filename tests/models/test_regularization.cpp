// Regularizers, constraints and initializers of a user, the penalties of frozen weights, and layers that
// would run as one but for a penalty of their outputs. Keras's numbers are in test_steps.cpp.
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/utils/random_seed.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

/// Σ(x − 1)².
class NearOne : public regularizers::Regularizer {
 public:
  double operator()(View x) const override { return xt::sum(xt::square(x.array() - 1.0f))(); }
  void add_gradient(View x, float dpenalty, Buffer dx) const override {
    dx.array() += 2.0f * dpenalty * (x.array() - 1.0f);
  }
};

/// All numbers are the first one.
class AllEqual : public constraints::Constraint {
 public:
  void operator()(Buffer weight) const override { weight.array().fill(weight.data()[0]); }
};

class Counting : public initializers::Initializer {
 public:
  Tensor operator()(const Shape& shape) const override {
    Tensor tensor = empty_tensor(shape);
    for (std::size_t i = 0; i < tensor.size(); ++i) tensor.data()[i] = static_cast<float>(i + 1);
    return tensor;
  }
};

}  // namespace

TEST_CASE("A user's regularizer trains a weight, and a user's constraint is kept") {
  Sequential model;
  model.add(Dense(2, {.bias_regularizer = NearOne(), .kernel_constraint = AllEqual(), .input_dim = 3}));
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.25}), .loss = "mse"});
  const Tensor x = zero_tensor({4, 3}), y = zero_tensor({4, 2});
  const Logs logs = model.train_on_batch(x, y);
  CHECK(logs["loss"] == Approx(2.0));  // each of the two biases is 0
  const std::vector<Tensor> weights = model.get_weights();
  require_close(weights[0], xt::ones<float>({3, 2}) * weights[0](0, 0), 0);
  require_close(weights[1], vector({0.5, 0.5}), 1e-6);
  CHECK(model.test_on_batch(x, y)["loss"] == Approx(0.25 + 2 * 0.25));
}

TEST_CASE("A user's initializer is taken by every weight") {
  const auto check = [](auto layer, const Shape& input_shape) {
    connect(layer, input_shape);
    for (const Tensor& weight : layer.get_weights()) require_close(weight, Counting()(shape_of(weight)), 0);
    return layer.get_weights().size();
  };
  CHECK(check(Dense(2, {.kernel_initializer = Counting(), .bias_initializer = Counting()}), {None, 3}) == 2);
  CHECK(check(Conv2D(2, 3, {.kernel_initializer = Counting(), .bias_initializer = Counting()}),
              {None, 5, 5, 3}) == 2);
  CHECK(check(Conv2DTranspose(2, 3, {.kernel_initializer = Counting(), .bias_initializer = Counting()}),
              {None, 5, 5, 3}) == 2);
  CHECK(check(PReLU({.alpha_initializer = Counting()}), {None, 3}) == 1);
  CHECK(check(BatchNormalization({.beta_initializer = Counting(),
                                  .gamma_initializer = Counting(),
                                  .moving_mean_initializer = Counting(),
                                  .moving_variance_initializer = Counting()}),
              {None, 3}) == 4);
}

TEST_CASE("A frozen weight has no penalty and is not constrained") {
  Sequential model;
  Dense& frozen = model.add(Dense(2, {.kernel_initializer = Counting(),
                                      .kernel_regularizer = "l2",
                                      .kernel_constraint = "unit_norm",
                                      .input_dim = 3}));
  model.add(Dense(1));
  const Tensor x = random_tensor({4, 3}), y = random_tensor({4, 1});
  model.compile({.optimizer = "sgd", .loss = "mse"});
  const double with_penalty = model.test_on_batch(x, y)["loss"];
  frozen.set_trainable(false);
  CHECK(model.test_on_batch(x, y)["loss"] == with_penalty);  // what is compiled stays
  model.compile({.optimizer = "sgd", .loss = "mse"});
  CHECK(model.test_on_batch(x, y)["loss"] == Approx(with_penalty - 0.01 * 91));
  model.train_on_batch(x, y);
  require_close(frozen.get_weights()[0], Counting()({3, 2}), 0);
}

TEST_CASE("A model that is not built yet has its penalties from the first evaluation on") {
  Sequential model;
  model.add(Dense(1, {.kernel_initializer = "ones", .kernel_regularizer = "l2"}));
  model.compile({.optimizer = "sgd", .loss = "mse"});
  CHECK(model.test_on_batch(zero_tensor({4, 3}), zero_tensor({4, 1}))["loss"] == Approx(0.03));
}

TEST_CASE("An activity regularizer sees the outputs of its layer when it runs unfused") {
  const auto model_with = [](const Identifier<regularizers::Regularizer>& regularizer) {
    utils::set_random_seed(3);
    Sequential model;
    model.add(UpSampling2D({.input_shape = {3, 4, 2}}));
    model.add(Conv2D(3, 3, {.activity_regularizer = regularizer}));
    model.add(BatchNormalization());
    model.add(ReLU());
    model.add(Flatten());
    model.add(Dense(2, {.activation = "relu", .activity_regularizer = regularizer}));
    model.compile({.optimizer = "sgd", .loss = "mse"});
    return model;
  };
  const Tensor x = random_tensor({5, 3, 4, 2}), y = random_tensor({5, 2});
  const Sequential plain = model_with({}), penalized = model_with("l1");
  double penalty = 0.0;
  Tensor hidden = x;
  for (const auto& layer : plain.layers()) {
    hidden = infer(*layer, hidden);
    if (layer->name().starts_with("conv2d") || layer->name().starts_with("dense"))
      penalty += 0.01 * xt::sum(xt::abs(hidden))() / 5;
  }
  const double loss = plain.test_on_batch(x, y)["loss"];
  CHECK(penalized.test_on_batch(x, y)["loss"] == Approx(loss + penalty).epsilon(1e-5));
  require_close(penalized.predict(x), plain.predict(x), 1e-6);
}

TEST_CASE("A clone keeps regularizers and constraints") {
  Sequential model;
  model.add(Conv2D(2, 3,
                   {.kernel_regularizer = "l2",
                    .bias_regularizer = "l1",
                    .activity_regularizer = "l1",
                    .kernel_constraint = "max_norm",
                    .bias_constraint = "non_neg",
                    .input_shape = {4, 4, 1}}));
  model.add(Conv2DTranspose(2, 3, {.kernel_regularizer = "l2", .bias_constraint = "non_neg"}));
  model.add(BatchNormalization({.beta_regularizer = "l2",
                                .gamma_regularizer = "l1",
                                .beta_constraint = "non_neg",
                                .gamma_constraint = "max_norm"}));
  model.add(PReLU({.alpha_regularizer = "l2", .alpha_constraint = "non_neg"}));
  model.add(Dense(1, {.bias_regularizer = "l1", .kernel_constraint = "unit_norm"}));
  const auto names_of = [](const Sequential& of) {
    std::vector<std::string> names;
    for (const auto& layer : of.layers()) {
      for (const Weight* weight : layer->weights()) {
        names.push_back(weight->regularizer() == nullptr ? "" : weight->regularizer()->name());
        names.push_back(weight->constraint() == nullptr ? "" : weight->constraint()->name());
      }
      names.push_back(layer->activity_regularizer() == nullptr ? "" : layer->activity_regularizer()->name());
    }
    return names;
  };
  CHECK(names_of(model) == std::vector<std::string>{"L2", "MaxNorm",  "L1", "NonNeg", "L1",  //
                                                    "L2", "",         "",   "NonNeg", "",    //
                                                    "L1", "MaxNorm",  "L2", "NonNeg", "",       "",
                                                    "",   "",         "",   "L2",     "NonNeg", "",  //
                                                    "",   "UnitNorm", "L1", "",       ""});
  CHECK(names_of(clone_model(model)) == names_of(model));
}

TEST_CASE("Names and constraints that do not fit are rejected when the layer is made or built") {
  CHECK(error_of([] { Dense(1, {.kernel_regularizer = "l3"}); }).starts_with("Unknown regularizer \"l3\"."));
  CHECK(
      error_of([] { Dense(1, {.activity_regularizer = "l3"}); }).starts_with("Unknown regularizer \"l3\"."));
  CHECK(error_of([] {
          Conv2D(1, 3, {.bias_constraint = "unit"});
        }).starts_with("Unknown constraint \"unit\"."));
  CHECK(error_of([] {
          connect(Dense(2, {.bias_constraint = constraints::MaxNorm({.axis = {0, 1}}), .input_dim = 3}),
                  {None, 3});
        }) == "Constraint MaxNorm: a weight of shape (2,) has the axes 0 to 0, but received axis 1.");
}
