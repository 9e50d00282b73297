// States of optimizers that do not fit or are damaged.
#include <limits>

#include "files/hdf5_writer.hpp"
#include "keratin/error.hpp"
#include "models/trainer.hpp"
#include "saving/staged_optimizer.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/run_layer.hpp"
#include "support/weight_models.hpp"

namespace keratin::saving {
namespace {

using Catch::Matchers::Contains;
using namespace testing;

/// The arrays of a state as a file of Keras 3 has them.
struct State {
  std::int64_t iterations = 3;
  float learning_rate = 0.5f;
  std::vector<Shape> arrays = {};
};

Hdf5Group file_of(const State& state) {
  Hdf5Writer file("state");
  file.add_integer("optimizer/vars/0", state.iterations);
  file.add_array("optimizer/vars/1", {}, &state.learning_rate);
  int number = 2;
  for (const Shape& shape : state.arrays) {
    const std::vector<float> values(shape.element_count(), 0.25f);
    file.add_array("optimizer/vars/" + std::to_string(number++), shape, values.data());
  }
  return Hdf5Group::open("state", file.bytes());
}

/// Of the weights of dense_model(), for one slot.
const std::vector<Shape> fitting = {{4, 3}, {3}, {3, 2}, {2}};

Sequential compiled() {
  Sequential model = dense_model();
  model.compile({.optimizer = optimizers::SGD({.momentum = 0.5}), .loss = "mse"});
  return model;
}

/// What the optimizer receives; returns what is said on standard error.
std::string read(const Sequential& model, const State& state) {
  const Hdf5Group root = file_of(state);
  return capture(STDERR_FILENO, [&] {
    if (auto staged = read_state(layer_of(model), {.reader = "load_model", .path = "state", .root = root}))
      staged->assign();
  });
}

}  // namespace

TEST_CASE("optimizer state: what fits is used") {
  const Sequential model = compiled();
  CHECK(read(model, {.arrays = fitting}).empty());
  CHECK(model.optimizer().iterations() == 3);
  CHECK(model.optimizer().learning_rate() == 0.5);
  const auto arrays = layer_of(model).trainer->weight_update().state_arrays();
  REQUIRE(arrays.size() == 4);
  CHECK(arrays[0].values[11] == 0.25f);
  CHECK(read(model, {.iterations = 0}).empty());
  CHECK(model.optimizer().iterations() == 0);
  CHECK(arrays[0].values[11] == 0.0f);
}

TEST_CASE("optimizer state: if it does not fit, the optimizer starts from scratch and one line says why") {
  const Sequential model = compiled();
  const auto left_out = [&](const State& state, const std::string& reason) {
    CHECK(read(model, state) ==
          "load_model: 'state': the optimizer SGD starts afresh, since its state in the file does not fit: " +
              reason + ".\n");
    CHECK(model.optimizer().iterations() == 0);
    CHECK(model.optimizer().learning_rate() == 0.01);
  };
  const std::string expected =
      ", but expected were the steps, the learning rate and 4 arrays for the 4 weights that train";
  left_out({}, "it has 2 entries" + expected);
  left_out({.arrays = {{4, 3}, {3}, {3, 2}}}, "it has 5 entries" + expected);
  left_out({.arrays = {{4, 3}, {3}, {2, 3}, {2}}},
           "the momentum of its weight \"kernel\" has shape (3, 2), but the array \"/optimizer/vars/4\" has "
           "shape (2, 3)");
  std::vector<Shape> many = fitting;
  many.insert(many.end(), 100, Shape{2});
  left_out({.arrays = many}, "it has 106 entries" + expected);
}

TEST_CASE("optimizer state: damaged numbers") {
  const Sequential model = compiled();
  const auto damaged = [&](const State& state, const std::string& reason) {
    CHECK_THROWS_AS(read(model, state), IOError);
    CHECK_THROWS_WITH(read(model, state), Contains(reason));
  };
  damaged({.iterations = -1}, "the optimizer's state is damaged: it counts -1 steps");
  damaged({.iterations = std::numeric_limits<std::int64_t>::max()}, "it counts 9223372036854775807 steps");
  damaged({.learning_rate = std::numeric_limits<float>::infinity()}, "its learning rate is inf");
  damaged({.learning_rate = std::numeric_limits<float>::quiet_NaN()}, "its learning rate is nan");
  const auto read_steps = [&](float steps) {  // as Keras kept them before 2.0.8
    Hdf5Writer file("state");
    file.add_array("optimizer/vars/0", {}, &steps);
    const Hdf5Group root = Hdf5Group::open("state", file.bytes());
    read_state(layer_of(model), {.reader = "load_model", .path = "state", .root = root});
  };
  CHECK_NOTHROW(read_steps(3.0f));
  for (const float steps : {2.5f, -1.0f, 1e30f, std::numeric_limits<float>::quiet_NaN()}) {
    INFO(steps);
    CHECK_THROWS_WITH(read_steps(steps), Contains("the optimizer's state is damaged: it counts "));
  }
}

TEST_CASE("load_weights: the state of another optimizer is ignored, the weights are loaded") {
  const Folder folder;
  Sequential saved = compiled(), loaded = dense_model();
  saved.train_on_batch(random_tensor({2, 4}), random_tensor({2, 2}));
  saved.save_weights(folder.file("a.weights.h5"));
  loaded.compile({.optimizer = "adam", .loss = "mse"});
  const std::string said = capture(STDERR_FILENO, [&] { loaded.load_weights(folder.file("a.weights.h5")); });
  CHECK_THAT(said,
             Contains("load_weights: '" + folder.file("a.weights.h5") +
                      "': the optimizer Adam starts afresh, since its state in the file does not fit: it "
                      "has 6 entries"));
  CHECK(loaded.get_weights() == saved.get_weights());
  CHECK(loaded.optimizer().iterations() == 0);
  loaded.compile({.optimizer = optimizers::SGD({.momentum = 0.5}), .loss = "mse"});
  loaded.load_weights(folder.file("a.weights.h5"));
  CHECK(loaded.optimizer().iterations() == 1);
}

}  // namespace keratin::saving
