#include <filesystem>

#include "callbacks/arguments.hpp"
#include "keratin/callbacks.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/sequential.hpp"
#include "support/arrays.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/killed.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::callbacks;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

const Tensor x = matrix({{1, 1}, {1, 1}}), y = matrix({{0}, {0}});

Sequential compiled() {
  Sequential model;
  model.add(Dense(1, {.use_bias = false, .input_dim = 2}));
  model.set_weights({matrix({{0.5f}, {0.5f}})});
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.125}), .loss = "mse"});
  return model;
}

/// What fit() prints; the loss is 1, 0.25, 0.0625.
std::string fit(Sequential& model, const CallbackArgument& callback) {
  return capture_stdout(
      [&] { model.fit(x, y, {.batch_size = 1, .epochs = 2, .verbose = 0, .callbacks = {callback}}); });
}

}  // namespace

TEST_CASE("ModelCheckpoint saves weights after each epoch and says so as Keras does") {
  const Folder folder;
  Sequential model = compiled();
  const std::string name = folder.file("sub/at{epoch:02d}-{loss:.3f}.weights.h5");
  const std::string text = fit(model, ModelCheckpoint(name, {.verbose = 1, .save_weights_only = true}));
  const std::string first = folder.file("sub/at01-0.625.weights.h5"),
                    second = folder.file("sub/at02-0.039.weights.h5");
  CHECK(text == "\nEpoch 1: saving model to " + first + "\n\nEpoch 1: finished saving model to " + first +
                    "\n\nEpoch 2: saving model to " + second + "\n\nEpoch 2: finished saving model to " +
                    second + "\n");
  Sequential restored = compiled();
  restored.load_weights(second);
  CHECK(restored.get_weights() == model.get_weights());
  restored.load_weights(first);
  CHECK(restored.get_weights() != model.get_weights());
}

TEST_CASE("ModelCheckpoint keeps the best weights") {
  const Folder folder;
  const std::string file = folder.file("best.weights.h5");
  Sequential model = compiled();
  ModelCheckpointOptions options{
      .monitor = "loss", .verbose = 1, .save_best_only = true, .save_weights_only = true};
  CHECK(fit(model, ModelCheckpoint(file, options)) ==
        "\nEpoch 1: loss improved from None to 0.62500, saving model to " + file +
            "\n\nEpoch 1: finished saving model to " + file +
            "\n\nEpoch 2: loss improved from 0.62500 to 0.03906, saving model to " + file +
            "\n\nEpoch 2: finished saving model to " + file + "\n");
  options.initial_value_threshold = 0.0;
  Sequential worse = compiled();
  CHECK(fit(worse, ModelCheckpoint(folder.file("none.weights.h5"), options)) ==
        "\nEpoch 1: loss did not improve from 0.00000\n\nEpoch 2: loss did not improve from 0.00000\n");
  CHECK_FALSE(std::filesystem::exists(folder.file("none.weights.h5")));
}

TEST_CASE("ModelCheckpoint saves whole models, which go on training") {
  const Folder folder;
  for (const std::string name : {"m.keras", "m.h5"}) {
    INFO(name);
    Sequential model = compiled();
    const std::string text = fit(model, ModelCheckpoint(folder.file(name), {.verbose = 1}));
    CHECK(text.ends_with("Epoch 2: finished saving model to " + folder.file(name) + "\n"));
    Sequential loaded = load_model(folder.file(name));
    CHECK(loaded.get_weights() == model.get_weights());
    CHECK(loaded.optimizer().iterations() == 4);
    CHECK(loaded.train_on_batch(x, y)["loss"] == model.train_on_batch(x, y)["loss"]);
    CHECK(loaded.get_weights() == model.get_weights());
  }
}

TEST_CASE("ModelCheckpoint saves after a number of batches") {
  const Folder folder;
  Sequential model = compiled();
  const ModelCheckpointOptions options{.save_weights_only = true, .save_freq = 3};
  fit(model, ModelCheckpoint(folder.file("{epoch}-{batch}.weights.h5"), options));
  CHECK(folder.entries() == 1);
  CHECK(std::filesystem::exists(folder.file("2-1.weights.h5")));
}

TEST_CASE("ModelCheckpoint: a training that is killed leaves files that are whole") {
  const Folder folder;
  const std::string whole = folder.file("m.keras"), weights = folder.file("m.weights.h5");
  const auto train = [&] {
    Sequential model = compiled();
    model.fit(x, y,
              {.batch_size = 1,
               .epochs = 3,
               .verbose = 0,
               .callbacks = {ModelCheckpoint(whole, {.save_freq = 1}),
                             ModelCheckpoint(weights, {.save_weights_only = true, .save_freq = 1})}});
  };
  kill_at_random_moments(100, train, [&] {
    Sequential loaded = load_model(whole);
    CHECK(loaded.optimizer().iterations() > 0);
    loaded.load_weights(weights);
  });
  CHECK(folder.entries() == 2);
}

TEST_CASE("ModelCheckpoint refuses what cannot be") {
  for (const std::string name : {"m.weights.h5", "m.onnx"}) {
    CHECK(error_of([&] { ModelCheckpoint{name}; }) ==
          "ModelCheckpoint: filepath must end in \".keras\" or \".h5\", or in \".weights.h5\" with "
          ".save_weights_only = true, but received \"" +
              name + "\".");
  }
  CHECK(
      error_of([] { ModelCheckpoint("m.h5", {.save_weights_only = true}); }) ==
      "ModelCheckpoint: with save_weights_only filepath must end in \".weights.h5\", but received \"m.h5\".");
  CHECK(error_of([] { ModelCheckpoint("m.weights.h5", {.save_weights_only = true, .save_freq = 0}); }) ==
        "ModelCheckpoint: save_freq must be \"epoch\" or a positive number of batches, but received 0.");
  const Logs logs({{"loss", 0.5}});
  CHECK(filled_path("{{a}}{loss}-{epoch:03d}", 1, {}, logs) == "{a}0.5-002");
  for (const std::string name : {"{speed}", "{batch}", "{epoch:q}", "{epoch", "a}b", "{loss:d}",
                                 "{loss:.999999999f}", "{epoch:99999999}"}) {
    INFO(name);
    CHECK(error_of([&] {
            filled_path(name, 0, {}, logs);
          }).starts_with("The fields of the file's name \"" + name + "\" cannot be filled in: "));
  }
}
