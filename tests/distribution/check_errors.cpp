// Programs whose processes differ, and failures in one process.
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "distribution/team.hpp"
#include "distribution/together.hpp"
#include "keratin/keratin.hpp"

namespace keratin::testing {

using namespace layers;

namespace {

/// Throws in one process, after it has computed for a while.
class Failing : public Layer {
 public:
  Failing(int process, const std::string& pass)
      : Layer("Failing", LayerOptions{}), fails_(process == distribution::process_id()), pass_(pass) {}
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View x, Tape& tape) const override {
    if (fails_ && pass_ == "forward" && tape.training() && ++calls_ > 2) fail("no forward pass today.");
    if (fails_ && pass_ == "predict") fail("no forward pass today.");
    return x;
  }
  View backward(View dy, Tape& /*tape*/) const override {
    if (fails_ && pass_ == "backward" && ++calls_ > 2) fail("no backward pass today.");
    return dy;
  }

 private:
  bool fails_;
  std::string pass_;
  mutable int calls_ = 0;
};

/// Draws as many rows in each process.
class Drawing : public Layer {
 public:
  explicit Drawing(int rows) : Layer("Drawing", LayerOptions{}), rows_(rows) {}
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View x, Tape& /*tape*/) const override {
    static_cast<void>(random::randn({rows_, 1}));
    return x;
  }
  View backward(View dy, Tape& /*tape*/) const override { return dy; }

 private:
  int rows_;
};

/// Batches of four samples.
class Batches : public utils::Dataset {
 public:
  explicit Batches(int count) : count_(count) {}
  [[nodiscard]] std::optional<int> num_batches() const override { return count_; }
  Data operator[](int /*index*/) override { return {xt::ones<float>({4, 4}), xt::ones<float>({4, 1})}; }

 private:
  int count_;
};

Sequential small_model(int units = 6) {
  Sequential model;
  model.add(Dense(units, {.activation = "tanh", .input_dim = 4}));
  model.add(BatchNormalization());
  model.add(Dense(1));
  model.compile({.optimizer = "sgd", .loss = "mse"});
  return model;
}

Sequential failing_model(int process, const std::string& pass) {
  Sequential model;
  model.add(Dense(600, {.activation = "tanh", .input_dim = 4}));
  model.add(Dense(600));  // more than a piece of gradients
  model.add(BatchNormalization());
  model.add(Failing(process, pass));
  model.add(BatchNormalization());
  model.add(Dense(1));
  model.compile({.optimizer = "sgd", .loss = "mse"});
  return model;
}

const Tensor x = xt::ones<float>({12, 4}), y = xt::ones<float>({12, 1});

void fit(Sequential model, FitOptions options = {}) {
  options.verbose = 0;
  if (!options.batch_size) options.batch_size = 4;
  model.fit(x, y, options);
}

Outcome train_again() {
  Sequential model = small_model();
  const callbacks::History history =
      model.fit(random::randn({12, 4}), y, {.batch_size = 5, .epochs = 2, .verbose = 0});
  return {model.get_weights(), history["loss"]};
}

void check_differences(int id, int last) {
  check_error("other lengths", "fit()", [&] {
    Sequential model = small_model();
    const int n = 12 + id;
    model.fit(xt::ones<float>({n, 4}), xt::ones<float>({n, 1}), {.verbose = 0});
  });
  check_error("other options", "batch_size: process 0 has 4, process 1 has 5",
              [&] { fit(small_model(), {.batch_size = id == 1 ? 5 : 4}); });
  check_error("other numbers", "they differ in x", [&] {
    Sequential model = small_model();
    const Tensor other = x * static_cast<float>(id + 1);
    model.fit(other, y, {.verbose = 0});
  });
  check_error("other weights", "they differ in their weights", [&] {
    Sequential model = small_model();
    static_cast<void>(model.predict(x));
    std::vector<Tensor> weights = model.get_weights();
    weights[0](0, 0) += static_cast<float>(id);
    model.set_weights(weights);
    model.fit(x, y, {.verbose = 0});
  });
  check_error("other models", "they differ in their layers", [&] { small_model(id == last ? 7 : 6); });
  check_error("other batches", "must be given the same batches", [&] {
    Sequential model = small_model();
    const int n = id == last ? 8 : 6;
    model.train_on_batch(xt::ones<float>({n, 4}), xt::ones<float>({n, 1}));
  });
  check_error("other numbers in a batch", "those of processes 0 and 1 differ", [&] {
    const Tensor other = x * static_cast<float>(id + 1);
    small_model().train_on_batch(other, y);
  });
  check_error("other calls", "all processes must make the same calls", [&] {
    Sequential model = small_model();
    if (id == last) {
      static_cast<void>(model.predict(x));
    } else {
      model.train_on_batch(x, y);
    }
  });
}

void check_differences_in_fit(int id) {
  check_error("another number of batches", "the number of batches: process 0 has 3, process 1 has 4", [&] {
    Batches batches(id == 1 ? 4 : 3);
    small_model().fit(batches, {.verbose = 0});
  });
  check_error("other lengths to validate with", "they differ in validation_data", [&] {
    const int n = 5 + id;
    fit(small_model(), {.validation_data = {xt::ones<float>({n, 4}), xt::ones<float>({n, 1})}});
  });
  check_error("other numbers to validate with", "they differ in validation_data", [&] {
    fit(small_model(), {.validation_data = {Tensor(x * static_cast<float>(id + 1)), y}});
  });
  check_error("other batches to validate with", "a Dataset of 4 batches", [&] {
    Batches batches(id == 1 ? 4 : 3);
    fit(small_model(), {.validation_data = batches});
  });
}

/// A call within a call that fails in one process, with memory that is gone when the outer call ends.
void check_nested_failure(int last) {
  check_error("a model that a callback trains fails", "no backward pass today", [&] {
    const auto train = [&](int, Logs&) {
      Sequential model = failing_model(last, "backward");
      for (int i = 0; i < 4; ++i) model.train_on_batch(x, y);
    };
    fit(small_model(), {.callbacks = {callbacks::LambdaCallback({.on_epoch_end = train})}});
  });
  check_error("a callback catches what one process alone called", "one alone", [&] {
    const auto predict = [&](int, Logs&) {
      if (distribution::process_id() != last) return;
      try {
        distribution::together([] { throw ValueError("one alone"); });
      } catch (const ValueError&) {
      }
    };
    fit(small_model(), {.epochs = 2, .callbacks = {callbacks::LambdaCallback({.on_epoch_end = predict})}});
  });
  check_error("set_distribution() within fit()", "a call that they make together, such as fit()", [&] {
    const auto end = [](int, Logs&) { distribution::set_distribution({}); };
    fit(small_model(), {.callbacks = {callbacks::LambdaCallback({.on_epoch_end = end})}});
  });
  check_error("a model that is called in training fails in one", "5", [&] {
    Sequential model = small_model();
    const int columns = distribution::process_id() == last ? 5 : 4;
    static_cast<void>(model(xt::ones<float>({8, columns}), {.training = true}));
  });
  check_error("a model is built for other inputs in one", "the shapes of their weights: process 0 has (4, 2)",
              [&] {
                Sequential model;
                model.add(Dense(2));
                const int columns = distribution::process_id() == last ? 5 : 4;
                static_cast<void>(model(xt::ones<float>({8, columns}), {.training = true}));
              });
  check_error("a model of an own layer fails in one", "no forward pass today", [&] {
    Sequential model;
    model.add(Dense(1, {.input_dim = 4}));
    model.add(Failing(last, "predict"));
    static_cast<void>(model.predict(x));
  });
  check_error("a layer draws as many rows as one process has", "a layer draws random numbers for 2 samples",
              [&] {
                Sequential model;
                model.add(Dense(1, {.input_dim = 4}));
                model.add(Drawing(2));
                model.compile({.optimizer = "sgd", .loss = "mse"});
                const int n = 2 * distribution::num_processes() + 1;  // the last one has three
                model.train_on_batch(xt::ones<float>({n, 4}), xt::ones<float>({n, 1}));
              });
}

/// Weights that only process 0 has a file of.
void check_load_weights(int id) {
  const auto folder = std::filesystem::temp_directory_path();
  const std::string path = folder / fmt::format("keratin_{}_{}.weights.h5", ::getpid(), id);
  check_error("a file that is in no process", "an IOError", [&] {
    try {
      small_model().load_weights(path);
    } catch (const IOError&) {
      throw ValueError("an IOError");
    }
  });
  Sequential model = small_model();
  model.save_weights(path);
  const std::vector<Tensor> weights = model.get_weights();
  model.train_on_batch(x, y);
  model.load_weights(path);
  check(model.get_weights() == weights, "weights of the file of process 0");
  if (id == 0) std::filesystem::remove(path);
}

void check_failures(int last) {
  for (const std::string pass : {"forward", "backward"}) {
    check_error("a layer fails in " + pass, "no " + pass + " pass today",
                [&] { fit(failing_model(last, pass), {.epochs = 3}); });
  }
  check_error("all fail", "no forward pass today",
              [&] { fit(failing_model(distribution::process_id(), "forward"), {.epochs = 3}); });
  check_error("a callback fails", "no more", [&] {
    const auto fail = [](int epoch, Logs&) {
      if (epoch == 1 && distribution::process_id() == 0) throw ValueError("no more");
    };
    fit(small_model(), {.epochs = 3, .callbacks = {callbacks::LambdaCallback({.on_epoch_end = fail})}});
  });
  check_error("a share is not a number", "the loss became nan", [&] {
    Tensor bad = x;
    bad(11, 0) = std::nanf("");
    small_model().train_on_batch(bad, y);
  });
  check_error("a wrong option in one", "batch_size must be positive",
              [&] { fit(small_model(), {.batch_size = distribution::process_id() == last ? -1 : 4}); });
  check_error("wrong shapes in all", "4", [&] {
    static_cast<void>(small_model().predict(xt::ones<float>({3, 5})));
  });
}

/// A callback stops the training in one process.
void check_stop(int last) {
  distribution::set_distribution(distribution::DataParallel());
  Sequential model = small_model();
  const auto stop = [&](int epoch, Logs&) {
    if (epoch == 1 && distribution::process_id() == last) model.set_stop_training(true);
  };
  const callbacks::History history = model.fit(
      x, y, {.epochs = 5, .verbose = 0, .callbacks = {callbacks::LambdaCallback({.on_epoch_end = stop})}});
  check(history.epoch.size() == 2, "the processes stop together");
}

}  // namespace

void check_errors() {
  const int id = distribution::process_id(), last = distribution::num_processes() - 1;
  if (last > 0) {
    check_differences(id, last);
    check_differences_in_fit(id);
    check_failures(last);
    check_nested_failure(last);
    check_load_weights(id);
  }
  check_stop(last);
  check_training("training after errors", train_again);
  if (id != last) return;  // of several, one alone calls it again
  try {
    distribution::initialize();
    check(false, "initialize() twice");
  } catch (const ValueError& error) {
    check(std::string(error.what()).find("were joined before") != std::string::npos, error.what());
  }
}

}  // namespace keratin::testing
