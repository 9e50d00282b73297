// fit(), evaluate() and predict() of arrays, of a Dataset and of a function.
#include <fmt/format.h>

#include "distribution/together.hpp"
#include "keratin/keratin.hpp"

namespace keratin::testing {

using namespace layers;

namespace {

Sequential convnet(const std::string& optimizer) {
  Sequential model;
  model.add(Input({8, 8, 1}));
  model.add(Conv2D(16, {3, 3}, {.activation = "relu"}));
  model.add(MaxPooling2D());
  model.add(Conv2D(24, {2, 2}, {.activation = "relu"}));
  model.add(Flatten());
  model.add(Dropout(0.5));
  model.add(Dense(10, {.activation = "softmax"}));
  model.compile({.optimizer = optimizer,
                 .loss = "sparse_categorical_crossentropy",
                 .metrics = {"accuracy", "sparse_categorical_crossentropy"}});
  return model;
}

/// Digits [begin, end).
Data digits(int begin, int end) {
  const auto [images, labels] = datasets::digits::load_data();
  return {xt::view(images, xt::range(begin, end)) / 16.0f, xt::view(labels, xt::range(begin, end))};
}

Outcome outcome_of(const Model& model, const callbacks::History& history) {
  Outcome outcome;
  outcome.arrays = model.get_weights();
  for (const auto& [name, values] : history.history)
    outcome.numbers.insert(outcome.numbers.end(), values.begin(), values.end());
  return outcome;
}

Outcome fit(const std::string& optimizer, int batch_size) {
  const Data data = digits(0, 200);
  const Tensor &x = data.x, &y = data.y;
  Sequential model = convnet(optimizer);
  const callbacks::History history =
      model.fit(x, y, {.batch_size = batch_size, .epochs = 2, .verbose = 0, .validation_split = 0.2});
  Outcome outcome = outcome_of(model, history);
  for (const auto& [name, value] : model.evaluate(x, y, {.batch_size = 33, .verbose = 0}))
    outcome.numbers.push_back(value);
  outcome.arrays.push_back(model.predict(x, {.batch_size = 7}));
  outcome.arrays.push_back(model(x));
  return outcome;
}

/// Batches of different sizes, the last one of a single sample.
class Batches : public utils::Dataset {
 public:
  [[nodiscard]] std::optional<int> num_batches() const override { return 4; }
  Data operator[](int index) override {
    const int begin = 20 * index, end = index == 3 ? begin + 1 : begin + 20 - index;
    return digits(begin, end);
  }
};

Outcome fit_dataset() {
  Batches batches;
  Sequential model = convnet("adam");
  const callbacks::History history =
      model.fit(batches, {.epochs = 2, .verbose = 0, .validation_data = batches});
  Outcome outcome = outcome_of(model, history);
  outcome.arrays.push_back(model.predict(batches));
  return outcome;
}

Outcome fit_function() {
  Sequential model = convnet("adam");
  Batches batches;
  int number = 0;
  const auto next = [&]() -> std::optional<Data> { return batches[number++ % 4]; };
  const callbacks::History history = model.fit(
      next, {.epochs = 2, .verbose = 0, .class_weight = {{0, 2.0f}, {3, 0.5f}}, .steps_per_epoch = 3});
  return outcome_of(model, history);
}

}  // namespace

void check_fits() {
  check_training("fit, Adam", [] { return fit("adam", 32); });
  check_training("fit, SGD, batches of 50", [] { return fit("sgd", 50); });
  check_training("fit, batches of 3", [] { return fit("sgd", 3); });
  check_training("fit of a Dataset", fit_dataset);
  check_training("fit of a function", fit_function);
}

}  // namespace keratin::testing
