#include <csignal>

#include "keratin/callbacks.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "support/arrays.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::callbacks;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

volatile std::sig_atomic_t handled = 0;

struct Ended : Callback {
  int epochs = 0, trainings = 0;
  void on_epoch_end(int, Logs&) override { ++epochs; }
  void on_train_end(Logs&) override { ++trainings; }
};

Sequential compiled() {
  Sequential model;
  model.add(Dense(1, {.input_dim = 2}));
  model.compile({.optimizer = "sgd", .loss = "mse"});
  return model;
}

FitOptions raising_at(int batch, Ended& ended) {
  return {.batch_size = 2,
          .epochs = 3,
          .verbose = 0,
          .callbacks = {ended, LambdaCallback({.on_train_batch_begin =
                                                   [batch](int number) {
                                                     if (number == batch) std::raise(SIGINT);
                                                   }})},
          .shuffle = false};
}

}  // namespace

TEST_CASE("Ctrl-C ends fit() after the batch, says so and gives the handler back") {
  const auto catches = std::signal(SIGINT, [](int) { handled = handled + 1; });
  const Tensor x = random_tensor({8, 2}), y = random_tensor({8, 1});
  Sequential model = compiled(), by_hand = compiled();
  by_hand.set_weights(model.get_weights());
  Ended ended;
  History history;
  const std::string text = capture_stdout([&] { history = model.fit(x, y, raising_at(1, ended)); });
  CHECK(text == "\nfit() was interrupted after batch 2 of epoch 1: the model keeps its weights.\n");
  CHECK(handled == 0);
  CHECK(ended.epochs == 0);
  CHECK(ended.trainings == 0);
  CHECK(history.epoch.empty());
  CHECK(model.stop_training());
  by_hand.train_on_batch(xt::view(x, xt::range(0, 2)), xt::view(y, xt::range(0, 2)));
  by_hand.train_on_batch(xt::view(x, xt::range(2, 4)), xt::view(y, xt::range(2, 4)));
  CHECK(model.get_weights() == by_hand.get_weights());
  std::raise(SIGINT);
  CHECK(handled == 1);
  model.fit(x, y, {.epochs = 2, .verbose = 0, .callbacks = {ended}});
  CHECK(ended.epochs == 2);
  CHECK_FALSE(model.stop_training());
  std::signal(SIGINT, catches);
}

TEST_CASE("A program that ignores Ctrl-C trains on") {
  const auto catches = std::signal(SIGINT, SIG_IGN);
  Sequential model = compiled();
  Ended ended;
  model.fit(random_tensor({8, 2}), random_tensor({8, 1}), raising_at(1, ended));
  CHECK(ended.epochs == 3);
  CHECK(std::signal(SIGINT, catches) == SIG_IGN);
}

TEST_CASE("fit() restores the handler if it throws") {
  const auto catches = std::signal(SIGINT, SIG_DFL);
  Sequential model = compiled();
  CHECK_THROWS_WITH(
      model.fit(
          random_tensor({8, 2}), random_tensor({8, 1}),
          {.verbose = 0,
           .callbacks = {LambdaCallback({.on_epoch_begin = [](int) { throw std::runtime_error("no"); }})}}),
      "no");
  CHECK(std::signal(SIGINT, catches) == SIG_DFL);
}
