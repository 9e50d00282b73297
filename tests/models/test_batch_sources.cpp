#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

#include "keratin/callbacks.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/utils/random_seed.hpp"
#include "support/arrays.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::callbacks;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

const Tensor x = random_tensor({12, 2}, 1), y = random_tensor({12, 1}, 2);
constexpr int batches = 6;

Data batch(int index) {
  const int begin = index % batches * 2;
  return {xt::view(x, xt::range(begin, begin + 2)), xt::view(y, xt::range(begin, begin + 2))};
}

Sequential compiled() {
  Sequential model;
  model.add(Dense(3, {.activation = "tanh", .input_dim = 2}));
  model.add(Dense(1));
  model.set_weights({matrix({{0.5f, -1, 0.25f}, {1, 0.5f, -0.5f}}), testing::vector({0, 0.5f, 0}),
                     matrix({{1}, {-0.5f}, {0.25f}}), testing::vector({0})});
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.1}), .loss = "mse", .metrics = {"mae"}});
  return model;
}

class Batches : public utils::Dataset {
 public:
  explicit Batches(const utils::DatasetOptions& options = {}) : Dataset(options) {}
  [[nodiscard]] std::optional<int> num_batches() const override { return batches; }
  Data operator[](int index) override {
    const int now = ++making;
    if (now > most_at_once) most_at_once = now;
    std::this_thread::sleep_for(std::chrono::microseconds((index * 7919) % 700));
    --making;
    return batch(index);
  }
  void on_epoch_begin() override { ++begun; }
  void on_epoch_end() override {
    ++ended;
    CHECK(making == 0);
  }

  std::atomic<int> making{0}, most_at_once{0};
  int begun = 0, ended = 0;
};

/// What arrays in order give.
History expected(Sequential& model, int epochs) {
  return model.fit(x, y, {.batch_size = 2, .epochs = epochs, .verbose = 0, .shuffle = false});
}

std::string warnings_of(const std::function<void()>& action) { return capture(STDERR_FILENO, action); }

}  // namespace

TEST_CASE("A Dataset trains as arrays do, in order, with any number of workers") {
  Sequential arrays = compiled();
  const History history = expected(arrays, 3);
  for (int workers : {0, 1, 4}) {
    INFO(workers << " workers");
    Batches data({.workers = workers, .max_queue_size = 2});
    Sequential model = compiled();
    CHECK(model.fit(data, {.epochs = 3, .verbose = 0, .shuffle = false}).history == history.history);
    CHECK(model.get_weights() == arrays.get_weights());
    CHECK(data.begun == 3);
    CHECK(data.ended == 3);
    CHECK(data.most_at_once <= std::max(workers, 1));
    CHECK(model.evaluate(data)["loss"] == arrays.evaluate(x, y, {.batch_size = 2})["loss"]);
    CHECK((model.predict(data) == arrays.predict(x, {.batch_size = 2})));
  }
}

TEST_CASE("A generator trains as arrays do") {
  Sequential arrays = compiled(), model = compiled();
  const History history = expected(arrays, 3);
  int calls = 0;
  const History generated =
      model.fit([&] { return batch(calls++); }, {.epochs = 3, .verbose = 0, .steps_per_epoch = batches});
  CHECK(generated.history == history.history);
  CHECK(model.get_weights() == arrays.get_weights());
  CHECK(calls == 3 * batches);  // none is made that is not needed
  calls = 0;
  CHECK(model.evaluate([&] { return batch(calls++); }, {.steps = batches})["loss"] ==
        arrays.evaluate(x, y, {.batch_size = 2})["loss"]);
  calls = 0;
  CHECK((model.predict([&] { return Data{.x = batch(calls++).x}; }, {.steps = batches}) ==
         arrays.predict(x, {.batch_size = 2})));
}

TEST_CASE("A generator's end ends an epoch of unknown length, and the training") {
  Sequential arrays = compiled(), model = compiled();
  expected(arrays, 1);
  int calls = 0;
  const auto generator = [&]() -> std::optional<Data> {
    return calls < batches ? std::optional(batch(calls++)) : std::nullopt;
  };
  History history;
  CHECK(warnings_of([&] { history = model.fit(generator, {.verbose = 0}); }).empty());
  CHECK(history.epoch == std::vector<int>{0});
  CHECK(model.get_weights() == arrays.get_weights());
  calls = 0;
  Sequential longer = compiled();
  CHECK(warnings_of([&] {
          history = longer.fit(generator, {.epochs = 4, .verbose = 0, .steps_per_epoch = 4});
        }).starts_with("Warning: the data ended before the steps that were asked for"));
  CHECK(history.epoch == std::vector<int>{0, 1});
  CHECK(longer.get_weights() == arrays.get_weights());
  CHECK(error_of([&] {
          longer.fit(generator, {.verbose = 0});
        }).ends_with("there is no data to train on: it gave no batch."));
}

TEST_CASE("Batches are made in advance, a bounded number of them") {
  Sequential model = compiled();
  std::atomic<int> made = 0;
  class Counted : public utils::Dataset {
   public:
    explicit Counted(std::atomic<int>& made) : Dataset({.max_queue_size = 3}), made_(made) {}
    [[nodiscard]] std::optional<int> num_batches() const override { return 50; }
    Data operator[](int index) override {
      ++made_;
      return batch(index);
    }

   private:
    std::atomic<int>& made_;
  } counted(made);
  int most = 0;
  model.fit(counted, {.verbose = 0, .callbacks = {LambdaCallback({.on_train_batch_begin = [&](int step) {
                                      std::this_thread::sleep_for(std::chrono::milliseconds(1));
                                      most = std::max(most, made - step);
                                    }})}});
  CHECK(most >= 2);
  CHECK(most <= 4);
}

TEST_CASE("What a generator or a Dataset throws comes out, with the weights of the last whole step") {
  Sequential by_hand = compiled();
  for (int i : {0, 1, 2}) by_hand.train_on_batch(batch(i).x, batch(i).y);
  const auto failing = [](int index) {
    if (index == 3) throw std::runtime_error("no such image");
    return batch(index);
  };
  Sequential model = compiled();
  int calls = 0;
  CHECK_THROWS_WITH(model.fit([&] { return failing(calls++); }, {.verbose = 0, .steps_per_epoch = 9}),
                    "no such image");
  CHECK(model.get_weights() == by_hand.get_weights());
  class Failing : public Batches {
   public:
    using Batches::Batches;
    Data operator[](int index) override {
      if (index == 3) throw std::runtime_error("no such image");
      return batch(index);
    }
  };
  for (int workers : {0, 1, 3}) {
    Sequential another = compiled();
    Failing data({.workers = workers});
    CHECK_THROWS_WITH(another.fit(data, {.verbose = 0, .shuffle = false}), "no such image");
    CHECK(another.get_weights() == by_hand.get_weights());
  }
}

TEST_CASE("A callback that throws ends the threads that make batches") {
  Batches data({.workers = 3});
  Sequential model = compiled();
  const auto throwing =
      LambdaCallback({.on_train_batch_end = [](int, Logs&) { throw std::runtime_error("no"); }});
  CHECK_THROWS_WITH(model.fit(data, {.verbose = 0, .callbacks = {LambdaCallback(throwing)}}), "no");
  CHECK(data.making == 0);
}

TEST_CASE("Batches of wrong or changing shapes are rejected") {
  Sequential model = compiled();
  const auto error = [&](const Data& second) {
    int calls = 0;
    return error_of([&] {
      model.fit([&] { return calls++ == 0 ? batch(0) : second; }, {.verbose = 0, .steps_per_epoch = 3});
    });
  };
  const std::vector<Tensor> start = model.get_weights();
  CHECK(
      error({random_tensor({2, 3}), random_tensor({2, 1})}).starts_with("Batch number 2 of the generator: "));
  CHECK(error({random_tensor({2, 2}), random_tensor({3, 1})})
            .find("x and y must hold the same number of samples, but received shapes (2, 2) and (3, 1).") !=
        std::string::npos);
  CHECK(error({random_tensor({2, 2}), random_tensor({2})})
            .ends_with(
                "all targets must have the same shape, (None, 1) as in the first batch, but received (2,)."));
  CHECK(error({}).find("there is no data") != std::string::npos);
  int calls = 0;  // batches may differ in size
  model.fit(
      [&] {
        return calls++ == 0 ? batch(0) : Data{random_tensor({5, 2}), random_tensor({5, 1})};
      },
      {.verbose = 0, .steps_per_epoch = 2});
  CHECK(model.get_weights() != start);  // the first batch trains
}

TEST_CASE("Options that are only for arrays are rejected") {
  Sequential model = compiled();
  Batches data;
  const Generator generator = [] { return batch(0); };
  CHECK(error_of([&] { model.fit(data, {.batch_size = 3}); }) ==
        "batch_size is for arrays: a Dataset makes its batches itself, but received 3.");
  CHECK(error_of([&] { model.fit(generator, {.validation_split = 0.5}); }) ==
        "validation_split is for arrays: give validation_data in its place.");
  CHECK(error_of([&] { model.fit(generator, {.sample_weight = random_tensor({2})}); }) ==
        "sample_weight is for arrays: put the weights into the batches, Data{x, y, weights}.");
  CHECK(error_of([&] { model.fit(Generator(), {}); }) ==
        "A generator must be a function, but received an empty one.");
  CHECK(error_of([] { Batches({.workers = -1}); }) ==
        "Dataset: workers must be from 0 to 256, but received -1.");
  CHECK(error_of([] { Batches({.max_queue_size = 0}); }) ==
        "Dataset: max_queue_size must be from 1 to 65536, but received 0.");
  for (const auto& [option, options] : std::vector<std::pair<std::string, FitOptions>>{
           {"steps_per_epoch", {.steps_per_epoch = 0}},
           {"validation_steps", {.validation_steps = -1}},
           {"validation_batch_size", {.validation_batch_size = 0}}}) {
    CHECK(
        error_of([&] { model.fit(x, y, options); }).starts_with(option + " must be positive, but received "));
  }
  CHECK(error_of([&] {
          model.fit(x, y, {.class_weight = {{0, -1.0f}}});
        }) == "class_weight must be finite numbers, 0 or more, but that of class 0 is -1.");
  CHECK(error_of([&] { model.fit(x, y, {.initial_epoch = -1}); }) ==
        "initial_epoch must not be negative, but received -1.");
}

TEST_CASE("An endless Dataset needs a number of steps and continues from epoch to epoch") {
  class Endless : public utils::Dataset {
   public:
    std::vector<int> asked;
    [[nodiscard]] std::optional<int> num_batches() const override { return {}; }
    Data operator[](int index) override {
      asked.push_back(index);
      return batch(index);
    }
  } data;
  Sequential model = compiled();
  CHECK(error_of([&] { model.fit(data, {}); }) ==
        "This Dataset has no end, since num_batches() gives no number: give the number of steps.");
  model.fit(data, {.epochs = 2, .verbose = 0, .steps_per_epoch = 2});
  CHECK(data.asked == std::vector<int>{0, 1, 2, 3});
}

TEST_CASE("A Dataset's batches are shuffled as Keras shuffles them") {
  class Order : public Batches {
   public:
    std::vector<int> asked;
    Order() : Batches({.workers = 0}) {}
    Data operator[](int index) override {
      asked.push_back(index);
      return batch(index);
    }
  } data;
  Sequential model = compiled();
  utils::set_random_seed(42);
  model.fit(data, {.epochs = 2, .verbose = 0});
  CHECK(data.asked == std::vector<int>{3, 1, 2, 4, 0, 5, 3, 0, 2, 4, 5, 1});  // Python's random.shuffle
}

TEST_CASE("Validation takes a Dataset or a generator") {
  Sequential model = compiled();
  Batches data;
  const History history = model.fit(x, y, {.verbose = 0, .validation_data = data});
  CHECK(history["val_loss"][0] == model.evaluate(data)["loss"]);
  int calls = 0;
  model.fit(
      x, y,
      {.epochs = 2, .verbose = 0, .validation_data = [&] { return batch(calls++); }, .validation_steps = 2});
  CHECK(calls == 4);
}
