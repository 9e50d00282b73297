// What was moved into another object says so when it is used, or is as good as new.
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "bad_input/rows.hpp"
#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/print.hpp"
#include "keratin/utils/image_utils.hpp"
#include "keratin/utils/npy.hpp"
#include "support/catch.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::layers;
using Catch::Matchers::Contains;

namespace {

/// A layer of these arguments, moved from after its weights are made if `built`; `use` gets it and the new
/// one.
template <class L, class Use>
void with_moved(const L& layer, const Shape& input, bool built, const Use& use) {
  const auto copy = std::dynamic_pointer_cast<L>(layer.clone());
  if (built) testing::connect(*copy, input.with_batch(None));
  L taken(std::move(*copy));
  use(*copy, taken);
}

/// What a user can do with a layer: each call of a layer that was moved from is refused or harmless.
template <class L>
void check_moved(const L& layer, const Shape& input) {
  const auto says = Contains("layers::" + layer.class_name() + " was moved into another object");
  for (const bool built : {false, true}) {
    INFO(layer.class_name() << " " << built);
    with_moved(layer, input, built, [&](L& moved, L& taken) {
      const Shape batch = input.with_batch(2);
      Sequential model;
      CHECK_THROWS_WITH(model.add(std::move(moved)), says);
      model.add(Input(input));
      CHECK_THROWS_WITH(model.add(std::move(moved)), says);
      CHECK(model.layers().empty());
      CHECK_THROWS_WITH(testing::connect(moved, batch), says);
      if (!taken.weights().empty()) CHECK_THROWS_WITH(moved.build(batch), says);
      CHECK_THROWS_WITH(LayerAccess::output_shape(moved, batch), says);
      CHECK_THROWS_WITH(moved.get_weights(), says);
      CHECK_THROWS_WITH(moved.set_weights({}), says);
      CHECK_THROWS_WITH(moved.count_params(), says);
      StepTape tape;
      const Tensor x = testing::zero_tensor(batch);
      CHECK_THROWS_WITH(LayerAccess::run_forward(moved, View(x), tape), says);
      CHECK_FALSE(moved.built());
      CHECK(moved.name().empty());
      CHECK_NOTHROW(LayerAccess::unbuild(moved));
      if constexpr (!std::is_same_v<L, Lambda>) CHECK_NOTHROW(moved.get_config());
      CHECK_NOTHROW(model.add(std::move(taken)));
      CHECK_NOTHROW(model.predict(x));
    });
  }
}

}  // namespace

TEST_CASE("A layer that was moved out of a model leaves it without that layer's name or memory") {
  Sequential model;
  Dense& taken = model.add(Dense(3, {.name = "a name too long to lie in the text itself"}));
  {
    Sequential other;
    other.add(std::move(taken));
  }
  CHECK_NOTHROW(model.add(Dense(2)));
  CHECK_THROWS_WITH(model.build({None, 4}), Contains("was moved into another object"));
}

TEST_CASE("Layers that were moved from") {
  const Shape row = {3}, sequence = {8, 4}, image = {8, 8, 4};
  check_moved(Dense(4, {.activation = "relu", .kernel_regularizer = "l2"}), row);
  check_moved(Conv1D(2, 2), sequence);
  check_moved(Conv1DTranspose(2, 2), sequence);
  check_moved(Conv2D(2, 2, {.kernel_constraint = "max_norm"}), image);
  check_moved(Conv2DTranspose(2, 2), image);
  check_moved(DepthwiseConv2D(2), image);
  check_moved(SeparableConv2D(2, 2), image);
  check_moved(BatchNormalization(), image);
  check_moved(LayerNormalization(), image);
  check_moved(GroupNormalization({.groups = 2}), image);
  check_moved(Embedding(5, 3), row);
  check_moved(TimeDistributed(Dense(4)), sequence);
  check_moved(PReLU(), row);
  check_moved(Dropout(0.5), row);
  check_moved(Reshape({3, 1}), row);
  check_moved(Permute({2, 1}), sequence);
  check_moved(Activation("relu"), row);
  check_moved(Resizing(4, 4), image);
  check_moved(MaxPooling2D(2), image);
  check_moved(UpSampling2D(2), image);
  check_moved(Lambda([](const Tensor& x) -> Tensor { return x; }), row);
}

TEST_CASE("multiply_adds() before the weights are made is rejected") {
  CHECK_THROWS_WITH(Conv2D(2, 2).multiply_adds({1, 8, 8, 4}), Contains("weights are not made yet"));
  CHECK_THROWS_WITH(SeparableConv2D(2, 2).multiply_adds({1, 8, 8, 4}), Contains("weights are not made yet"));
}

TEST_CASE("A layer's class must have a name") {
  struct Nameless : Layer {
    Nameless() : Layer("", LayerOptions{}) {}
    [[nodiscard]] Shape compute_output_shape(const Shape& shape) const override { return shape; }
    View forward(View x, Tape& /*tape*/) const override { return x; }
    View backward(View dy, Tape& /*tape*/) const override { return dy; }
  };
  CHECK_THROWS_WITH(Nameless(), "A layer's class must have a name, but received an empty one.");
}

TEST_CASE("Arrays that were moved from are rejected") {
  const std::string text =
      "The array was moved into another one and holds nothing any more: use that one, or a copy.";
  const Tensor whole = testing::zero_tensor({8, 3}), y = testing::zero_tensor({8, 2});
  Sequential model;
  model.add(Dense(2, {.input_dim = 3}));
  model.compile({.loss = "mse"});
  for (const bool assigned : {false, true}) {
    const auto refused = [&](const auto& action) { CHECK_THROWS_WITH(action(), text); };
    Tensor x = whole, targets = y, weights = testing::zero_tensor({8}),
           image = testing::zero_tensor({4, 4, 3});
    for (Tensor* array : {&x, &targets, &weights, &image}) {
      Tensor other;
      if (assigned) {
        other = std::move(*array);
      } else {
        const Tensor constructed(std::move(*array));
      }
    }
    refused([&] { static_cast<void>(model.predict(x)); });
    refused([&] { model(x); });
    refused([&] { model.fit(x, y); });
    refused([&] { model.fit(whole, targets); });
    refused([&] { model.evaluate(whole, targets); });
    refused([&] { model.train_on_batch(whole, targets, {.class_weight = {{0, 1.0f}}}); });
    refused([&] { model.evaluate(whole, y, {.sample_weight = weights}); });
    refused([&] { model.layers()[0]->weights()[0]->assign(x); });
    refused([&] { model.set_weights(std::vector<Tensor>{x, x}); });
    refused([&] { print(x); });
    refused([&] { utils::save_npy("moved.npy", x); });
    refused([&] { static_cast<void>(utils::img_to_array(image)); });
    refused([&] { static_cast<void>(utils::format_image(image)); });
  }
}

// A weight stays with its layer.
static_assert(!std::is_move_constructible_v<Weight>);

TEST_CASE("A model is a handle that is never moved from") {
  Sequential model;
  model.add(Dense(2, {.input_dim = 3}));
  const Sequential taken = std::move(model);
  CHECK(model.layers() == taken.layers());
}

TEST_CASE("Losses, metrics and schedules that were moved from are rejected") {
  const Tensor x = testing::zero_tensor({8, 3}), y = testing::zero_tensor({8, 2});
  const auto compile = [](const CompileOptions& options) {
    Sequential model;
    model.add(Dense(2, {.activation = "sigmoid", .input_dim = 3}));
    model.compile(options);
  };
  const auto refused_loss = [&](auto loss) {
    const auto taken = std::move(loss);
    CHECK_THROWS_WITH(compile({.loss = loss}),
                      Contains("The loss has no name. If it was moved into another object"));
    CHECK_NOTHROW(compile({.loss = taken}));
  };
  refused_loss(losses::MeanSquaredError());
  refused_loss(losses::BinaryCrossentropy());
  const auto zero = [](float, float) { return 0.0f; };
  losses::LossFunctionWrapper wrapper(zero, zero);
  refused_loss(wrapper);
  const losses::LossFunctionWrapper taken(std::move(wrapper));
  std::vector<float> losses(8);
  CHECK_THROWS_WITH(wrapper.call(View(y), View(y), Buffer(losses.data(), {8})),
                    "LossFunctionWrapper: it was moved into another object.");
  const auto refused_metric = [&](auto metric) {
    const auto other = std::move(metric);
    CHECK_THROWS_WITH(metric.update_state(View(y), View(y)), Contains("moved into another object"));
  };
  refused_metric(metrics::AUC());
  refused_metric(metrics::Precision());
  refused_metric(metrics::RootMeanSquaredError());
  refused_metric(metrics::LossMetric("mae"));
  metrics::BinaryAccuracy accuracy;
  const metrics::BinaryAccuracy other(std::move(accuracy));
  CHECK_THROWS_WITH(compile({.loss = "mse", .metrics = {accuracy}}),
                    Contains("The metric has no name. If it was moved into another object"));
  optimizers::schedules::PiecewiseConstantDecay schedule({1}, {0.1, 0.2});
  const optimizers::schedules::PiecewiseConstantDecay kept(std::move(schedule));
  CHECK_THROWS_WITH(optimizers::Adam({.learning_rate = schedule}),
                    "Schedule PiecewiseConstantDecay: it was moved into another object.");
}
