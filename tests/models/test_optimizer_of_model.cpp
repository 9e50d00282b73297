// The optimizer of a compiled model: its learning rate between steps, what it leaves unchanged, and failed
// steps.
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

Sequential model_with(const Identifier<optimizers::Optimizer>& optimizer) {
  Sequential model;
  model.add(Dense(2, {.kernel_initializer = "ones", .bias_initializer = "ones", .input_dim = 3}));
  model.compile({.optimizer = optimizer, .loss = "mse"});
  return model;
}

const Tensor x = random_tensor({4, 3}), y = random_tensor({4, 2}, 2);

class Broken : public optimizers::schedules::LearningRateSchedule {
 public:
  double operator()(std::int64_t step) const override { return step < 1 ? 0.1 : -1; }
};

}  // namespace

TEST_CASE("A learning rate that is set holds from the next step on") {
  Sequential model = model_with(optimizers::SGD({.learning_rate = 0.5}));
  const Sequential expected = model_with(optimizers::SGD({.learning_rate = 0.125}));
  model.optimizer().set_learning_rate(0.125);
  CHECK(model.optimizer().learning_rate() == 0.125);
  model.train_on_batch(x, y);
  Sequential(expected).train_on_batch(x, y);
  require_close(model.get_weights()[0], expected.get_weights()[0], 0);
  CHECK(model.optimizer().iterations() == 1);
  CHECK(error_of([&] { model.optimizer().set_learning_rate(-1); }) ==
        "learning_rate must be a finite number, 0 or more, but received -1. Usual are 0.0001 to 0.1.");
  CHECK(error_of([] { static_cast<void>(Sequential({.name = "m"}).optimizer()); }) ==
        "Layer \"m\" (Sequential): compile() the model before its optimizer is asked for.");
}

TEST_CASE("Each compiled model has its own optimizer") {
  const Identifier<optimizers::Optimizer> given = optimizers::Adam();
  Sequential one = model_with(given), two = model_with(given);
  one.optimizer().set_learning_rate(0.5);
  one.train_on_batch(x, y);
  CHECK(two.optimizer().learning_rate() == 0.001);
  CHECK(two.optimizer().iterations() == 0);
}

TEST_CASE("Weights that are excluded do not decay") {
  optimizers::SGD optimizer({.learning_rate = 0.5, .weight_decay = 0.5});
  optimizer.exclude_from_weight_decay({.var_names = {"bias"}});
  Sequential model = model_with(optimizer);
  const Tensor zero_x = zero_tensor({4, 3}), ones = xt::ones<float>({4, 2});
  model.train_on_batch(zero_x, ones);  // there is no gradient
  require_close(model.get_weights()[0], 0.75f * xt::ones<float>({3, 2}), 0);
  require_close(model.get_weights()[1], vector({1, 1}), 0);
}

TEST_CASE("A step whose schedule fails leaves the model as it was") {
  Sequential model = model_with(optimizers::SGD({.learning_rate = Broken(), .momentum = 0.9}));
  model.train_on_batch(x, y);
  const std::vector<Tensor> before = model.get_weights();
  CHECK(error_of([&] { model.train_on_batch(x, y); }) ==
        "learning_rate must be a finite number, 0 or more, but received -1. Usual are 0.0001 to 0.1.");
  for (std::size_t i = 0; i < before.size(); ++i) require_close(model.get_weights()[i], before[i], 0);
  CHECK(model.optimizer().iterations() == 1);
}

TEST_CASE("fit() without an epoch leaves weights that are to be averaged as they are") {
  Sequential model = model_with(optimizers::SGD({.use_ema = true}));
  model.fit(x, y, {.epochs = 0, .verbose = 0});
  require_close(model.get_weights()[0], xt::ones<float>({3, 2}), 0);
}
