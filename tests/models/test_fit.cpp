#include <memory>
#include <regex>
#include <string>
#include <vector>

#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/random.hpp"
#include "keratin/utils/random_seed.hpp"
#include "support/arrays.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/run_layer.hpp"

// Numbers without another source are what Keras 3.15.1 on TensorFlow 2.21 gives for the same calls.

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

const Tensor x = matrix({{0, 0.125f}, {0.25f, 0.375f}, {0.5f, 0.625f}, {0.75f, 0.875f}, {1, 1.125f}});
const Tensor y = matrix({{0}, {1}, {0.5f}, {0.25f}, {-1}});

Sequential regression() {
  Sequential model;
  model.add(Dense(2, {.input_dim = 2}));
  model.add(Dense(1));
  model.set_weights({matrix({{0.5f, -0.25f}, {0.125f, 1}}), testing::vector({0, 0}), matrix({{1}, {0.5f}}),
                     testing::vector({0.25f})});
  model.compile(
      {.optimizer = optimizers::SGD({.learning_rate = 0.1}), .loss = "mse", .metrics = {"mae", "accuracy"}});
  return model;
}

/// The last layer's kernel after an epoch of single samples, whose order it tells.
std::vector<Tensor> weights_after(const FitOptions& options) {
  Sequential model = regression();
  model.fit(x, y, options);
  return model.get_weights();
}

std::string without_times(const std::string& text) {
  return std::regex_replace(text, std::regex("- [0-9]+[a-z]+ - [0-9]+[a-z]+/step -"), "- T - T/step -");
}

}  // namespace

TEST_CASE("fit() prints Keras's lines") {
  Sequential model = regression();
  callbacks::History history;
  const std::string text = capture_stdout([&] {
    history = model.fit(
        x, y, {.batch_size = 2, .epochs = 2, .verbose = 2, .validation_split = 0.4, .shuffle = false});
  });
  CHECK(without_times(text) ==
        "Epoch 1/2\n"
        "2/2 - T - T/step - accuracy: 0.6667 - loss: 0.1413 - mae: 0.3740 - val_accuracy: 0.0000e+00 - "
        "val_loss: 2.3064 - val_mae: 1.3282\n"
        "Epoch 2/2\n"
        "2/2 - T - T/step - accuracy: 0.3333 - loss: 0.1516 - mae: 0.3411 - val_accuracy: 0.0000e+00 - "
        "val_loss: 2.1786 - val_mae: 1.2817\n");
  CHECK(history.epoch == std::vector<int>{0, 1});
  CHECK(history.history.size() == 6);
  CHECK(history["loss"][0] == Approx(0.14133432507514954).epsilon(1e-6));
  CHECK(history["val_mae"][1] == Approx(1.2817089557647705).epsilon(1e-6));
  CHECK(history["accuracy"][1] == Approx(1.0 / 3));
}

TEST_CASE("fit() weighs a short last batch by its samples") {
  Sequential model = regression();
  model.fit(x, y, {.batch_size = 2, .epochs = 2, .verbose = 0, .validation_split = 0.4, .shuffle = false});
  const Logs logs = model.evaluate(x, y, {.batch_size = 2});
  CHECK(logs["loss"] == Approx(0.9568047523498535).epsilon(1e-6));
  CHECK(logs["mae"] == Approx(0.6870481371879578).epsilon(1e-6));
  CHECK(logs[2] == Approx(0.2));
  CHECK(model.test_on_batch(x, y)["loss"] == Approx(logs["loss"]).epsilon(1e-6));
  const auto history = model.fit(x, y, {.batch_size = 3, .verbose = 0, .shuffle = false});
  CHECK(history["loss"][0] == Approx(1.0459504127502441).epsilon(1e-6));
  CHECK(history["mae"][0] == Approx(0.7199599146842957).epsilon(1e-6));
}

TEST_CASE("fit() prints as it is told") {
  Sequential model = regression();
  CHECK(capture_stdout([&] { model.fit(x, y, {.epochs = 3, .verbose = 0}); }).empty());
  CHECK(capture_stdout([&] { model.fit(x, y, {.epochs = 0, .verbose = 2}); }).empty());
  const std::string plain = capture_stdout([&] { model.fit(x, y); });
  CHECK(plain.starts_with("1/1 - "));
  CHECK(capture_stdout([&] { model.fit(x, y, {.epochs = 2, .verbose = 1}); }).starts_with("Epoch 1/2\n"));
  CHECK(capture_stdout([&] {
          static_cast<void>(model.evaluate(x, y));
          model.train_on_batch(x, y);
          static_cast<void>(model.predict(x));
        }).empty());
}

TEST_CASE("fit() without epochs changes nothing") {
  Sequential model = regression();
  const auto history = model.fit(x, y, {.epochs = 0});
  CHECK(history.epoch.empty());
  CHECK(history.history.empty());
  CHECK(model.get_weights() == regression().get_weights());
}

TEST_CASE("fit() shuffles, the same way after the same seed") {
  const FitOptions options{.batch_size = 1, .epochs = 2, .verbose = 0};
  FitOptions in_order = options;
  in_order.shuffle = false;
  const auto shuffled = [&](std::int64_t seed) {
    utils::set_random_seed(seed);
    return weights_after(options);
  };
  const std::vector<Tensor> first = shuffled(1);
  CHECK(shuffled(1) == first);
  CHECK(shuffled(2) != first);
  CHECK(weights_after(in_order) != first);
  CHECK(weights_after(in_order) == weights_after(in_order));
}

TEST_CASE("Shuffling takes no number from keratin::random") {
  const auto next = [](bool shuffling) {
    utils::set_random_seed(3);
    if (shuffling) static_cast<void>(weights_after({.verbose = 0}));
    return random::rand({2});
  };
  CHECK((next(true) == next(false)));
}

TEST_CASE("Every epoch takes each sample once") {
  // The loss is linear in the weight, so that a step's change does not depend on the order: their sum is
  // known.
  class Linear : public losses::MeanSquaredError {
   public:
    void call(View, View y_pred, Buffer losses) const override {
      losses.array() = xt::sum(y_pred.array(), {1});
    }
    void gradient(View, View, View dlosses, Buffer dy_pred) const override {
      std::copy_n(dlosses.data(), dlosses.size(), dy_pred.data());
    }
  };
  Sequential model;
  model.add(Dense(1, {.use_bias = false, .kernel_initializer = "zeros", .input_dim = 1}));
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 1.0}), .loss = Linear()});
  const Tensor powers = xt::exp2(xt::arange<float>(0, 20));
  model.fit(powers, powers, {.batch_size = 1, .epochs = 3, .verbose = 0});
  CHECK(model.get_weights()[0](0, 0) == -3.0f * ((1 << 20) - 1));
}

TEST_CASE("validation_split keeps the data's end, before shuffling") {
  utils::set_random_seed(5);
  Sequential split = regression();
  const auto history = split.fit(x, y, {.batch_size = 1, .verbose = 0, .validation_split = 0.4});
  utils::set_random_seed(5);
  Sequential given = regression();
  const Tensor x_val = xt::view(x, xt::range(3, 5)), y_val = xt::view(y, xt::range(3, 5));
  const auto expected = given.fit(xt::view(x, xt::range(0, 3)), xt::view(y, xt::range(0, 3)),
                                  {.batch_size = 1, .verbose = 0, .validation_data = Data{x_val, y_val}});
  CHECK(split.get_weights() == given.get_weights());
  CHECK(history.history == expected.history);
  CHECK(history["val_loss"][0] == split.evaluate(x_val, y_val, {.batch_size = 1})["loss"]);
}

TEST_CASE("validation_data go before validation_split") {
  Sequential model = regression();
  const auto history = model.fit(x, y,
                                 {.batch_size = 5,
                                  .verbose = 0,
                                  .validation_split = 0.4,
                                  .validation_data = Data{x, y},
                                  .shuffle = false});
  Sequential all = regression();
  all.train_on_batch(x, y);
  CHECK(model.get_weights() == all.get_weights());
  CHECK(history["val_loss"][0] == all.test_on_batch(x, y)["loss"]);
}

TEST_CASE("Inputs and targets of one number a sample may be of rank 1") {
  Sequential model;
  model.add(Dense(1, {.activation = "sigmoid", .input_dim = 1}));
  model.set_weights({matrix({{2}}), testing::vector({-1})});
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.5}),
                 .loss = "binary_crossentropy",
                 .metrics = {"accuracy"}});
  const Tensor inputs = testing::vector({0, 1, 0.5f, 2});
  const xt::xarray<int> targets = {0, 1, 1, 1};
  const auto history = model.fit(inputs, targets, {.batch_size = 4, .verbose = 0});
  CHECK(history["loss"][0] == Approx(0.3420644998550415).epsilon(1e-6));
  CHECK(history["accuracy"][0] == 0.75);
  require_close(model.predict(inputs), matrix({{0.28260595f}, {0.7586243f}, {0.52667224f}, {0.9616493f}}),
                1e-6);
}

TEST_CASE("Metrics are found by name and by index, in the order of compile()") {
  Sequential model = regression();
  const Logs logs = model.train_on_batch(x, y);
  CHECK(logs.size() == 3);
  CHECK(logs.values()[0].first == "loss");
  CHECK(logs.values()[1].first == "mae");
  CHECK(logs.values()[2].first == "accuracy");
  CHECK(logs[1] == logs["mae"]);
  CHECK(logs[0] == logs[std::string("loss")]);
  CHECK(logs.contains("accuracy"));
  CHECK_FALSE(logs.contains("val_loss"));
  CHECK(error_of([&] { static_cast<void>(logs["acc"]); }) ==
        "These logs have no metric \"acc\". Known: \"loss\", \"mae\", \"accuracy\".");
  for (int index : {3, -1}) {
    CHECK(error_of([&] { static_cast<void>(logs[index]); }) ==
          "There is no metric number " + std::to_string(index) +
              " in these logs: they hold 3, counted from 0.");
  }
  const callbacks::History history = model.fit(x, y, {.verbose = 0});
  CHECK(error_of([&] { static_cast<void>(history["val_loss"]); }) ==
        "This history has no metric \"val_loss\". Known: \"accuracy\", \"loss\", \"mae\". It is there "
        "only after epochs that validate: give fit() validation_data or a validation_split.");
}

TEST_CASE("set_random_seed() gives Keras's initial weights and dropout masks") {
  utils::set_random_seed(42);
  Sequential model;
  model.add(Dense(3, {.activation = "tanh", .input_dim = 2}));
  model.add(Dropout(0.5));
  model.add(Dense(1, {.kernel_initializer = "he_normal"}));
  const std::vector<Tensor> start = model.get_weights();
  require_close(start[0],
                matrix({{0.7847531f, 0.3563013f, -0.3095492f}, {0.98587775f, -0.92442185f, 0.33374333f}}), 0);
  require_close(start[2], matrix({{0.07847796f}, {-0.5370827f}, {1.185618f}}), 0);
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.1}), .loss = "mse"});
  const auto history = model.fit(x, y, {.batch_size = 2, .epochs = 2, .verbose = 0, .shuffle = false});
  CHECK(history["loss"][0] == Approx(0.707656741142273).epsilon(1e-6));
  CHECK(history["loss"][1] == Approx(4.818395614624023).epsilon(1e-6));
  const std::vector<Tensor> weights = model.get_weights();
  require_close(weights[0],
                matrix({{0.6925006f, 0.56224185f, -1.0845503f}, {0.81752133f, -0.711696f, -0.49421042f}}),
                1e-6);
  require_close(weights[2], matrix({{-0.09639135f}, {0.00030152127f}, {0.081023425f}}), 1e-5);
}

TEST_CASE("set_random_seed() gives Keras's training of a convnet with dropout") {
  utils::set_random_seed(42);
  Sequential model;
  model.add(Conv2D(2, 3, {.strides = 2, .input_shape = {4, 4, 1}}));
  model.add(Dropout(0.4));
  model.add(Conv2DTranspose(1, 2, {.kernel_initializer = initializers::RandomNormal({.stddev = 0.02})}));
  model.add(Flatten());
  model.add(Dropout(0.25));
  model.add(Dense(1, {.activation = "sigmoid"}));
  CHECK(model.get_weights()[0](2, 2, 0, 1) == -0.29002607f);
  CHECK(model.get_weights()[2](1, 1, 0, 0) == 0.016500302f);
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 0.01}), .loss = "binary_crossentropy"});
  Tensor images = xt::arange<float>(0, 48);
  images = xt::fmod(images, 7.0f) / 4.0f - 0.75f;
  images.reshape({3, 4, 4, 1});
  const Tensor labels = matrix({{0}, {1}, {1}});
  for (double loss : {0.7029547691345215, 0.6614468097686768, 0.6521329879760742, 0.636954128742218})
    CHECK(model.train_on_batch(images, labels)["loss"] == Approx(loss).epsilon(1e-6));
  require_close(model.get_weights()[4], matrix({{1.0998884f}, {-0.6647996f}, {0.71454626f}, {-1.0043067f}}),
                1e-6);
}
