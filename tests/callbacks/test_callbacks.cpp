#include <sys/stat.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "keratin/callbacks.hpp"
#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "support/arrays.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::callbacks;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

const Tensor x = matrix({{0, 0.125f}, {0.25f, 0.375f}, {0.5f, 0.625f}, {0.75f, 0.875f}});
const Tensor y = matrix({{0}, {1}, {0.5f}, {0.25f}});

Sequential compiled(double learning_rate = 0.0) {
  Sequential model;
  model.add(Dense(1, {.input_dim = 2}));
  model.set_weights({matrix({{1}, {1}}), testing::vector({0})});
  model.compile(
      {.optimizer = optimizers::SGD({.learning_rate = learning_rate}), .loss = "mse", .metrics = {"mae"}});
  return model;
}

struct Recorder : Callback {
  std::vector<std::string> events;

  void on_train_begin() override { add("train("); }
  void on_train_end(Logs& logs) override { add(")train", logs); }
  void on_epoch_begin(int epoch) override { add("epoch" + std::to_string(epoch) + "("); }
  void on_epoch_end(int epoch, Logs& logs) override { add(")epoch" + std::to_string(epoch), logs); }
  void on_train_batch_begin(int batch) override { add("batch" + std::to_string(batch) + "("); }
  void on_train_batch_end(int batch, Logs& logs) override { add(")batch" + std::to_string(batch), logs); }
  void on_test_begin() override { add("test("); }
  void on_test_end(Logs& logs) override { add(")test", logs); }
  void on_test_batch_begin(int batch) override { add("t" + std::to_string(batch) + "("); }
  void on_test_batch_end(int batch, Logs& logs) override { add(")t" + std::to_string(batch), logs); }
  void on_predict_begin() override { add("predict("); }
  void on_predict_end() override { add(")predict"); }
  void on_predict_batch_begin(int batch) override { add("p" + std::to_string(batch) + "("); }
  void on_predict_batch_end(int batch) override { add(")p" + std::to_string(batch)); }

  std::string text() const {
    std::string all;
    for (const std::string& event : events) all += (all.empty() ? "" : " ") + event;
    return all;
  }

 private:
  void add(std::string event, const Logs& logs = {}) {
    if (logs.size() > 0) event += "[" + logs.names() + "]";
    events.push_back(event);
  }
};

}  // namespace

TEST_CASE("Callbacks are called in Keras's order with Keras's logs") {
  Sequential model = compiled();
  Recorder recorder;
  model.fit(x, y,
            {.batch_size = 2,
             .epochs = 2,
             .verbose = 0,
             .callbacks = {recorder},
             .validation_data = Data{x, y},
             .validation_batch_size = 4,
             .validation_freq = 2});
  const std::string figures = "[\"loss\", \"mae\"]";
  const std::string batches = "batch0( )batch0" + figures + " batch1( )batch1" + figures + " ";
  const std::string all = "[\"loss\", \"mae\", \"val_loss\", \"val_mae\"]";
  CHECK(recorder.text() == "train( epoch0( " + batches + ")epoch0" + figures + " epoch1( " + batches +
                               "test( t0( )t0" + figures + " )test" + figures + " )epoch1" + all + " )train" +
                               all);
  CHECK(recorder.params().epochs == 2);
  CHECK(recorder.params().steps == 2);
}

TEST_CASE("evaluate() and predict() call callbacks") {
  const Sequential model = compiled();
  Recorder recorder;
  static_cast<void>(model.evaluate(x, y, {.batch_size = 4, .callbacks = {recorder}}));
  static_cast<void>(model.predict(x, {.batch_size = 3, .callbacks = {recorder}}));
  CHECK(recorder.text() ==
        "test( t0( )t0[\"loss\", \"mae\"] )test[\"loss\", \"mae\"] predict( p0( )p0 p1( )p1 )predict");
}

TEST_CASE("A callback is given as a temporary, an object or a shared pointer") {
  Sequential model = compiled();
  Recorder object;
  const auto shared = std::make_shared<Recorder>();
  int epochs = 0;
  model.fit(x, y,
            {.verbose = 0,
             .callbacks = {object, shared, LambdaCallback({.on_epoch_end = [&](int, Logs&) { ++epochs; }})}});
  CHECK(epochs == 1);
  CHECK(object.events.size() == shared->events.size());
  CHECK(object.events.size() == 6);
  CHECK(error_of([&] { model.fit(x, y, {.callbacks = {std::shared_ptr<Recorder>()}}); }) ==
        "callbacks must not hold a null pointer.");
  CHECK(error_of([] { static_cast<void>(Recorder().model()); }) ==
        "This callback has no model yet: give it to fit(), evaluate() or predict().");
}

TEST_CASE("A callback reaches the model and adds metrics") {
  Sequential model = compiled(0.5);
  History own;
  const auto stop = LambdaCallback({.on_epoch_end = [&](int epoch, Logs& logs) {
    logs.set("twice", 2 * logs["loss"]);
    if (epoch == 1) model.set_stop_training(true);
  }});
  const History history =
      model.fit(x, y, {.epochs = 9, .verbose = 0, .callbacks = {LambdaCallback(stop), own}});
  CHECK(history.epoch == std::vector<int>{0, 1});
  CHECK(own.history == history.history);
  CHECK(history["twice"][1] == 2 * history["loss"][1]);
  model.fit(x, y, {.verbose = 0, .callbacks = {own}});
  CHECK(own.epoch == std::vector<int>{0});
  CHECK(own["loss"].size() == 3);  // as in Keras, a reused history is continued
}

TEST_CASE("stop_training within an epoch ends it, with its validation") {
  Sequential model = compiled(0.5);
  Recorder recorder;
  const History history = model.fit(
      x, y,
      {.batch_size = 1,
       .epochs = 3,
       .verbose = 0,
       .callbacks = {recorder,
                     LambdaCallback({.on_train_batch_end =
                                         [&](int batch, Logs&) { model.set_stop_training(batch == 1); }})},
       .validation_data = Data{x, y}});
  CHECK(history["val_loss"].size() == 1);
  CHECK(recorder.text().find("batch2") == std::string::npos);
  CHECK(recorder.text().find(")train") != std::string::npos);
}

TEST_CASE("A callback that throws leaves the weights of the last whole step") {
  Sequential model = compiled(0.5), by_hand = compiled(0.5);
  const auto fail = [&] {
    model.fit(x, y,
              {.batch_size = 1,
               .verbose = 0,
               .callbacks = {LambdaCallback({.on_train_batch_end =
                                                 [](int batch, Logs&) {
                                                   if (batch == 1) throw std::runtime_error("callback");
                                                 }})},
               .shuffle = false});
  };
  CHECK_THROWS_WITH(fail(), "callback");
  for (int i : {0, 1})
    by_hand.train_on_batch(xt::view(x, xt::range(i, i + 1)), xt::view(y, xt::range(i, i + 1)));
  CHECK(model.get_weights() == by_hand.get_weights());
  model.fit(x, y, {.verbose = 0});
}

TEST_CASE("TerminateOnNaN ends a training that would throw") {
  Tensor bad = x;
  bad(2, 0) = std::numeric_limits<float>::quiet_NaN();
  Sequential model = compiled(0.5), by_hand = compiled(0.5);
  const auto options = [](const TerminateOnNaNOptions& terminate) {
    return FitOptions{.batch_size = 1,
                      .epochs = 3,
                      .verbose = 0,
                      .callbacks = {TerminateOnNaN(terminate)},
                      .shuffle = false};
  };
  History history;
  CHECK(capture_stdout([&] { history = model.fit(bad, y, options({})); }) ==
        "Batch 2: Invalid loss, terminating training\n");
  CHECK(history.epoch == std::vector<int>{0});
  CHECK(std::isnan(history["loss"][0]));
  for (int i : {0, 1})
    by_hand.train_on_batch(xt::view(x, xt::range(i, i + 1)), xt::view(y, xt::range(i, i + 1)));
  CHECK(model.get_weights() == by_hand.get_weights());
  CHECK(error_of([&] { model.fit(bad, y, options({.raise_error = true})); }) ==
        "TerminateOnNaN: the loss became nan at batch 2; the weights are as before that step.");
  CHECK(error_of([&] {
          model.fit(bad, y, {.batch_size = 1, .verbose = 0, .shuffle = false});
        }).find("the loss became nan; the weights are as before this step.") != std::string::npos);
}

TEST_CASE("CSVLogger writes Keras's bytes") {
  const Folder folder;
  const std::string file = folder.file("log.csv");
  const auto content = [&] {
    std::ifstream stream(file, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(stream), {});
  };
  const auto fit = [&](const CSVLoggerOptions& options, int epochs) {
    Sequential model = compiled();
    model.fit(x, matrix({{1}, {1}, {1}, {1}}),
              {.epochs = epochs, .verbose = 0, .callbacks = {CSVLogger(file, options)}});
  };
  fit({}, 2);
  const std::string header = "epoch,loss,mae,val_loss,val_mae\r\n", row = "0.328125,0.5,NA,NA\r\n";
  CHECK(content() == header + "0," + row + "1," + row);
  fit({.append = true}, 1);
  CHECK(content() == header + "0," + row + "1," + row + "0," + row);
  fit({.separator = ";"}, 1);
  CHECK(content() == "epoch;loss;mae;val_loss;val_mae\r\n0;0.328125;0.5;NA;NA\r\n");
  CHECK(error_of([] { CSVLogger("x", {.separator = "--"}); }) ==
        "CSVLogger: separator must be one character, but received \"--\".");
  CHECK_THROWS_AS(compiled().fit(x, y, {.verbose = 0, .callbacks = {CSVLogger(folder.file("no/where.csv"))}}),
                  IOError);
}

TEST_CASE("CSVLogger does not wait for somebody to read a pipe, and writes to standard output") {
  const Folder folder;
  const std::string pipe = folder.file("pipe");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  for (const bool append : {false, true}) {
    CHECK_THROWS_WITH(
        compiled().fit(x, y, {.verbose = 0, .callbacks = {CSVLogger(pipe, {.append = append})}}),
        "The file '" + pipe + "' cannot be written: No such device or address.");
    const std::string printed = capture_stdout([&] {
      compiled().fit(x, y, {.verbose = 0, .callbacks = {CSVLogger("/dev/stdout", {.append = append})}});
    });
    CHECK_THAT(printed, Catch::StartsWith("epoch,loss,mae,val_loss,val_mae\r\n0,"));
  }
}

TEST_CASE("A schedule takes only the epoch or also the rate") {
  Sequential model = compiled(0.5);
  const auto rate_after = [&](const CallbackArgument& callback) {
    model.fit(x, y, {.epochs = 2, .verbose = 0, .callbacks = {callback}});
    return model.optimizer().learning_rate();
  };
  CHECK(rate_after(LearningRateScheduler([](int epoch) { return 0.25 * (1 + epoch); })) == 0.5);
  CHECK(rate_after(LearningRateScheduler([](int, double rate) { return rate / 2; })) == 0.125);
  CHECK(error_of([&] {
          rate_after(LearningRateScheduler([](int) { return -1.0; }));
        }).find("learning_rate must be a finite number") == 0);
}

TEST_CASE("Callbacks refuse options that cannot be") {
  CHECK(error_of([] { EarlyStopping({.patience = -1}); }) ==
        "EarlyStopping: patience must not be negative, but received -1.");
  CHECK(error_of([] { EarlyStopping({.start_from_epoch = -2}); }) ==
        "EarlyStopping: start_from_epoch must not be negative, but received -2.");
  CHECK(error_of([] { EarlyStopping({.mode = "down"}); }) ==
        "EarlyStopping: mode must be \"auto\", \"min\" or \"max\", but received \"down\".");
  CHECK(error_of([] { EarlyStopping({.monitor = ""}); }) ==
        "EarlyStopping: monitor must be the name of a metric, such as \"val_loss\".");
  CHECK(error_of([] { EarlyStopping({.min_delta = INFINITY}); }) ==
        "EarlyStopping: min_delta must be finite, but received inf.");
  CHECK(error_of([] { ReduceLROnPlateau({.factor = 1.0}); }) ==
        "ReduceLROnPlateau: factor must be from 0 to less than 1, but received 1.");
  CHECK(error_of([] { ReduceLROnPlateau({.patience = -1}); }) ==
        "ReduceLROnPlateau: patience must not be negative, but received -1.");
  CHECK(error_of([] { ReduceLROnPlateau({.cooldown = -1}); }) ==
        "ReduceLROnPlateau: cooldown must not be negative, but received -1.");
  CHECK(error_of([] { ReduceLROnPlateau({.min_lr = -0.5}); }) ==
        "ReduceLROnPlateau: min_lr must be a finite number, 0 or more, but received -0.5.");
  CHECK(error_of([] {
          compiled().fit(x, y, {.verbose = 0, .callbacks = {EarlyStopping({.monitor = "speed"})}});
        }) ==
        "EarlyStopping: cannot tell whether \"speed\" should fall or rise: give .mode = \"min\" or "
        "\"max\".");
}

TEST_CASE("A missing metric causes a warning, and training continues") {
  const auto warned = [](const CallbackArgument& callback) {
    History history;
    const std::string text = capture(STDERR_FILENO, [&] {
      history = compiled().fit(x, y, {.epochs = 2, .verbose = 0, .callbacks = {callback}});
    });
    CHECK(history.epoch.size() == 2);
    return text;
  };
  CHECK(warned(EarlyStopping())
            .find("Warning: EarlyStopping looks at \"val_loss\", which is not there. There are: \"loss\", "
                  "\"mae\". It is there only after epochs that validate: give fit() validation_data or a "
                  "validation_split.\n") == 0);
  CHECK(
      warned(ReduceLROnPlateau())
          .find("Warning: ReduceLROnPlateau looks at \"val_loss\", which is not there. There are: \"loss\", "
                "\"mae\", \"learning_rate\". It is there only after epochs that validate: give fit() "
                "validation_data or a validation_split.\n") == 0);
}
