// What a Dataset or a function says of the number of its batches, however wrong it is.
#include <limits>

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "models/batch_source.hpp"
#include "models/model_layer.hpp"
#include "support/arrays.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

constexpr int most = std::numeric_limits<int>::max();

Sequential compiled() {
  Sequential model;
  model.add(Dense(1, {.input_dim = 2}));
  model.compile({.optimizer = "sgd", .loss = "mse"});
  return model;
}

Data one_batch() { return {matrix({{1, 2}}), matrix({{3}})}; }

/// Says that it has as many batches as it is told to, and fails when it is asked for the fourth one.
class Claiming : public utils::Dataset {
 public:
  explicit Claiming(std::optional<int> count) : Dataset({.workers = 0}), claimed(count) {}
  [[nodiscard]] std::optional<int> num_batches() const override { return claimed; }
  Data operator[](int index) override {
    asked.push_back(index);
    if (asked.size() > 3) throw std::runtime_error("asked for enough");
    return one_batch();
  }
  void on_epoch_end() override { claimed = next; }

  std::optional<int> claimed, next;
  std::vector<int> asked;
};

}  // namespace

TEST_CASE("A Dataset says a positive number of batches in each epoch") {
  Sequential model = compiled();
  for (const int count : {0, -1, std::numeric_limits<int>::min()}) {
    const std::string expected =
        "num_batches() of a Dataset must be positive, but is " + std::to_string(count) + ".";
    Claiming first(count), second(1);
    second.next = count;
    CHECK(error_of([&] { model.fit(first, {.verbose = 0}); }) == expected);
    CHECK(error_of([&] { model.fit(second, {.epochs = 2, .verbose = 0}); }) == expected);
    CHECK(error_of([&] { static_cast<void>(model.predict(first)); }) == expected);
  }
}

TEST_CASE("A Dataset of 2^31 - 1 batches is read in order; too many cannot be shuffled") {
  Sequential model = compiled();
  Claiming data(most);
  CHECK(error_of([&] { model.fit(data, {.verbose = 0}); }) ==
        "A Dataset of 2147483647 batches cannot be shuffled, only one of up to 134217728: give .shuffle = "
        "false, or more samples in a batch.");
  CHECK_THROWS_WITH(model.fit(data, {.verbose = 0, .shuffle = false}), "asked for enough");
  CHECK(data.asked == std::vector<int>{0, 1, 2, 3});
}

TEST_CASE("A Dataset that grows in an epoch gives what it was found to have, in any order") {
  Sequential model = compiled();
  Claiming data(2);
  Batching batching;
  batching.shuffle = true;
  const auto source = stream_source(layer_of(model), data, batching);
  source->restart();
  data.claimed = 3;
  source->begin(0, {});
  for (int i = 0; i < 3; ++i) CHECK(source->next() != nullptr);
  CHECK(source->next() == nullptr);
  CHECK(data.asked[2] == 2);
}

TEST_CASE("Steps times epochs may be any number") {
  Sequential model = compiled();
  Claiming endless({});
  const FitOptions options{.epochs = most, .verbose = 0, .steps_per_epoch = most};
  CHECK_THROWS_WITH(model.fit(endless, options), "asked for enough");
  int calls = 0;
  const std::string warnings = capture(STDERR_FILENO, [&] {
    model.fit(
        [&]() -> std::optional<Data> { return ++calls > 3 ? std::nullopt : std::optional(one_batch()); },
        options);
  });
  CHECK_THAT(warnings, Catch::Contains("the data ended before the steps that were asked for"));
  Claiming last({});
  Batching batching;
  batching.steps = 5;
  const auto source = stream_source(layer_of(model), last, batching);
  source->begin(most - 1, 5);
  CHECK(source->next() != nullptr);
  CHECK(source->next() == nullptr);
  CHECK(last.asked == std::vector<int>{most - 1});
}
