// Arguments that do not fit: a call that fails leaves the weights as they were.
#include <array>
#include <filesystem>
#include <functional>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>

#include "keratin/callbacks.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "support/catch.hpp"
#include "support/damaged_files.hpp"
#include "support/folder.hpp"
#include "support/hostile.hpp"

namespace keratin::test_hostile_calls {
namespace {

using testing::check_hostile;
using testing::Folder;
using testing::hostile_cases;
using testing::one_of;

constexpr float infinity = std::numeric_limits<float>::infinity(),
                nan = std::numeric_limits<float>::quiet_NaN();

Sequential compiled(std::mt19937& random) {
  static const std::vector<std::string> losses = {
      "mse", "binary_crossentropy", "sparse_categorical_crossentropy", "categorical_crossentropy", "hinge"};
  static const std::vector<std::string> metrics = {"accuracy", "mae", "auc", "precision"};
  Sequential model;
  model.add(layers::Dense(3, {.activation = "sigmoid", .input_shape = {4}}));
  if (random() % 2 == 0) model.add(layers::Reshape({3, 1}));
  model.compile({.optimizer = "adam",
                 .loss = one_of(losses, random),
                 .metrics = {one_of(metrics, random)},
                 .weighted_metrics = {one_of(metrics, random)}});
  return model;
}

Tensor array(const Shape& shape, std::mt19937& random) {
  static constexpr std::array<float, 10> values = {0, 1, 2, 0.5F, -1, 3, 1e30F, -1e30F, infinity, nan};
  Tensor result = Tensor::from_shape({shape.begin(), shape.end()});
  const std::size_t kinds = random() % 4 == 0 ? values.size() : 2;
  for (float& value : result) value = values[random() % kinds];
  return result;
}

Tensor some_array(std::mt19937& random) {
  static const std::vector<Shape> shapes = {{8, 4}, {8, 4}, {8, 3},    {8, 3, 1}, {8},
                                            {8, 1}, {0, 4}, {8, 4, 1}, {7, 4},    {},
                                            {1},    {8, 0}, {8, 1, 1}, {4, 8},    {1, 1, 1, 1, 1, 1}};
  return array(one_of(shapes, random), random);
}

int some_count(std::mt19937& random) {
  static constexpr std::array<int, 9> counts = {
      1, 2, 8, 0, -1, 3, std::numeric_limits<int>::max(), std::numeric_limits<int>::min(), 100};
  return one_of(counts, random);
}

std::optional<int> maybe_count(std::mt19937& random) {
  return random() % 2 == 0 ? std::nullopt : std::optional<int>(some_count(random));
}

ClassWeight some_class_weight(std::mt19937& random) {
  static constexpr std::array<float, 7> weights = {1, 0, 2, -1, infinity, -infinity, nan};
  ClassWeight result;
  for (std::size_t i = random() % 4; i > 0; --i) result[some_count(random)] = one_of(weights, random);
  return result;
}

std::vector<Tensor> some_arrays(std::mt19937& random) {
  std::vector<Tensor> arrays(random() % 3);
  for (Tensor& array : arrays) array = some_array(random);
  return arrays;
}

Data some_data(std::mt19937& random) {
  if (random() % 4 == 0) return {.inputs = some_arrays(random), .targets = some_arrays(random)};
  return {some_array(random), some_array(random), random() % 2 == 0 ? some_array(random) : Tensor{}};
}

FitOptions some_options(std::mt19937& random) {
  static constexpr std::array<double, 8> splits = {0, 0, 0, 0.5, 1, -0.5, nan, 1e-9};
  FitOptions options{
      .batch_size = maybe_count(random), .epochs = static_cast<int>(random() % 3), .verbose = 0};
  options.validation_split = one_of(splits, random);
  if (random() % 3 == 0) options.validation_data = some_data(random);
  if (random() % 3 == 0) options.class_weight = some_class_weight(random);
  if (random() % 3 == 0) options.sample_weight = some_array(random);
  if (random() % 4 == 0) options.sample_weights = some_arrays(random);
  if (random() % 4 == 0) options.steps_per_epoch = some_count(random);
  if (random() % 4 == 0) options.validation_steps = some_count(random);
  if (random() % 4 == 0) options.validation_batch_size = some_count(random);
  options.initial_epoch = random() % 4 == 0 ? some_count(random) : 0;
  return options;
}

/// A path with fields, of the pieces of which right and wrong ones are made.
std::string some_pattern(std::mt19937& random) {
  static const std::vector<std::string> pieces = {"{epoch}",
                                                  "{epoch:02d}",
                                                  "{loss:.3f}",
                                                  "{",
                                                  "}",
                                                  "{{",
                                                  "}}",
                                                  "{loss:",
                                                  ":.999999999f}",
                                                  "{epoch:999999999d}",
                                                  "{batch}",
                                                  "{val_loss}",
                                                  "a",
                                                  "/",
                                                  "..",
                                                  "{loss!r}",
                                                  "{0}",
                                                  "{}",
                                                  "{loss:e}",
                                                  "{loss:<9}",
                                                  "\x1b[1m",
                                                  "{epoch:,}",
                                                  "{loss:.99999999999999999999g}"};
  std::string pattern;
  for (std::size_t i = random() % 6; i > 0; --i) pattern += one_of(pieces, random);
  return pattern;
}

/// Whether a call that throws left the weights as they were.
void call(Sequential model, const std::function<void(Sequential&)>& function) {
  const std::vector<Tensor> before = model.get_weights();
  try {
    function(model);
  } catch (const std::invalid_argument& error) {
    const bool trained =
        std::string(error.what()).find("finite") != std::string::npos;  // it keeps the last whole step
    if (!trained && model.get_weights() != before)
      throw std::logic_error(std::string("it changed the weights: ") + error.what());
    throw;
  }
}

}  // namespace

TEST_CASE("hostile: arguments of training and predicting") {
  check_hostile(hostile_cases(0.08), [](std::mt19937& random) {
    call(compiled(random), [&](Sequential& model) {
      switch (random() % 6) {
        case 0:
          model.train_on_batch(some_array(random), some_array(random),
                               {.sample_weight = random() % 2 == 0 ? some_array(random) : Tensor{},
                                .class_weight = some_class_weight(random)});
          break;
        case 1:
          model.evaluate(some_array(random), some_array(random),
                         {.batch_size = maybe_count(random),
                          .sample_weight = random() % 2 == 0 ? some_array(random) : Tensor{},
                          .steps = maybe_count(random)});
          break;
        case 2:
          static_cast<void>(model.predict(some_array(random),
                                          {.batch_size = maybe_count(random), .steps = maybe_count(random)}));
          break;
        case 3:
          model.set_weights({some_array(random), array({3}, random)});
          break;
        default:
          model.fit(random() % 2 == 0 ? array({8, 4}, random) : some_array(random), some_array(random),
                    some_options(random));
      }
    });
  });
}

TEST_CASE("hostile: names of files with fields") {
  const Folder folder;
  check_hostile(hostile_cases(0.02), [&](std::mt19937& random) {
    Sequential model;
    model.add(layers::Dense(3, {.input_shape = {4}}));
    model.compile({.loss = "mse"});
    callbacks::ModelCheckpoint checkpoint(folder.file("a") + some_pattern(random) + ".keras");
    const Tensor x = array({8, 4}, random), y = array({8, 3}, random);
    model.fit(x, y, {.verbose = 0, .callbacks = {checkpoint}});
  });
}

TEST_CASE("hostile: damaged backups") {
  const Folder folder;
  const std::string backup = folder.file("backup");
  const auto train = [&](int epochs) {
    std::mt19937 random(1);
    Sequential model;
    model.add(layers::Dense(3, {.input_shape = {4}}));
    model.compile({.loss = "mse"});
    const Tensor x = array({8, 4}, random), y = array({8, 3}, random);
    model.fit(x, y,
              {.epochs = epochs,
               .verbose = 0,
               .callbacks = {callbacks::BackupAndRestore(backup, {.delete_checkpoint = false})}});
  };
  train(1);
  const std::string path = std::filesystem::directory_iterator(backup)->path().string();
  const testing::Bytes whole = testing::content(path);
  check_hostile(hostile_cases(0.01), [&](std::mt19937& random) {
    testing::write(path, testing::damaged(whole, random));
    train(2);
  });
}

}  // namespace keratin::test_hostile_calls
