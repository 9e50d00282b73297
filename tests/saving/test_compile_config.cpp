// How a model is compiled, in configs: what is read, what is refused.
#include "keratin/error.hpp"
#include "keratin/models/load_model.hpp"
#include "models/compile_config.hpp"
#include "models/model_layer.hpp"
#include "models/trainer.hpp"
#include "saving/json.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/run_layer.hpp"
#include "support/weight_models.hpp"

namespace keratin::test_compile_config {
namespace {

using Catch::Matchers::Contains;
using namespace testing;

CompileOptions read(const std::string& json) {
  return read_compile_config(saving::parse_json("config", json));
}

std::string with_optimizer(const std::string& class_name, const std::string& arguments) {
  return R"({"loss": "mse", "optimizer": {"class_name": ")" + class_name + R"(", "config": {)" + arguments +
         "}}}";
}

/// The message of the ValueError that a config is refused with.
std::string refusal(const std::string& json) {
  return error_of([&] { read(json); });
}

Config config_of(const CompileOptions& options) {
  Sequential model = dense_model();
  model.compile(options);
  return layer_of(model).trainer->compile_config();
}

}  // namespace

TEST_CASE("compile config: what is written is read again as it was") {
  using namespace optimizers;
  using namespace optimizers::schedules;
  const std::vector<Identifier<Optimizer>> all = {
      SGD({.momentum = 0.5, .nesterov = true, .clipvalue = 0.25}),
      RMSprop({.rho = 0.8, .momentum = 0.5, .epsilon = 1e-5, .centered = true}),
      Adam({.learning_rate = 2e-4, .beta_1 = 0.5, .amsgrad = true, .name = "mine"}),
      AdamW({.weight_decay = 0.1, .use_ema = true, .ema_momentum = 0.9, .ema_overwrite_frequency = 3}),
      Adadelta({.rho = 0.9, .global_clipnorm = 2.0}),
      Adagrad({.initial_accumulator_value = 0.2}),
      Adamax({.beta_2 = 0.9, .clipnorm = 1.0}),
      Nadam({.learning_rate = ExponentialDecay(0.1, 10, 0.9, {.staircase = true})}),
      Lion({.learning_rate = PiecewiseConstantDecay({2, 4}, {0.1, 0.2, 0.3})}),
      SGD({.learning_rate = PolynomialDecay(0.1, 10, {.power = 2.0, .cycle = true})}),
      SGD({.learning_rate = InverseTimeDecay(0.1, 10, 0.5), .gradient_accumulation_steps = 4}),
      SGD({.learning_rate = CosineDecay(0.1, 10, {.alpha = 0.1, .warmup_target = 0.2, .warmup_steps = 5})})};
  for (const auto& optimizer : all) {
    const Config config = config_of({.optimizer = optimizer, .loss = "mse"});
    INFO(to_string(config));
    CHECK(config_of(read_compile_config(config)) == config);
  }
}

TEST_CASE("compile config: losses and metrics are read again as they were, names as names") {
  const CompileOptions options{
      .optimizer = "adam",
      .loss = losses::Huber({.delta = 0.5, .reduction = "sum"}),
      .metrics = {"mae", "accuracy", metrics::AUC({.curve = "PR", .label_weights = {1.0, 2.0}}),
                  metrics::Precision({.thresholds = 0.3}), metrics::Recall({.top_k = 2}),
                  metrics::BinaryAccuracy({.threshold = 0.2}), metrics::LossMetric("mean_squared_error", "x"),
                  metrics::TopKCategoricalAccuracy({.k = 2}), metrics::CosineSimilarity({.axis = 1})},
      .weighted_metrics = {metrics::AUC({.thresholds = std::vector<double>{0.25, 0.5}})}};
  const Config config = config_of(options);
  CHECK(config_of(read_compile_config(config)) == config);
  CHECK(config.get<Config>("metrics").as<Config::List>()->front() == Config("mae"));
  for (const Identifier<losses::Loss>& loss : std::vector<Identifier<losses::Loss>>{
           "bce", losses::BinaryCrossentropy({.label_smoothing = 0.1}),
           losses::SparseCategoricalCrossentropy({.ignore_class = 1, .axis = 1}),
           losses::CosineSimilarity({.axis = 1}), losses::Poisson({.name = "p"})}) {
    const Config with_loss = config_of({.optimizer = "sgd", .loss = loss});
    INFO(to_string(with_loss));
    CHECK(config_of(read_compile_config(with_loss)) == with_loss);
  }
}

TEST_CASE("compile config: what older versions of Keras wrote") {
  const CompileOptions options =
      read(R"({"loss": {"dense_1": "mse"}, "metrics": [["acc"]], "loss_weights": null,
    "sample_weight_mode": null, "optimizer_config": {"class_name": "Custom>Adam", "config": {"lr": 0.25,
    "decay": 0.0, "is_legacy_optimizer": true, "jit_compile": true, "beta_1": 0.5}}})");
  CHECK(options.loss.name() == "mse");
  REQUIRE(options.metrics.size() == 1);
  CHECK(options.metrics[0].name() == "acc");
  CHECK(options.optimizer.object()->learning_rate() == 0.25);
  CHECK(options.optimizer.object()->get_config().get<double>("beta_1") == 0.5);
}

TEST_CASE("compile config: a loss that Keras 2 wrapped is that of its function") {
  const auto wrapped = [](const std::string& arguments) {
    return R"({"optimizer": "sgd", "loss": {"class_name": "LossFunctionWrapper", "config": {)" + arguments +
           "}}}";
  };
  const CompileOptions options =
      read(wrapped(R"("fn": "logcosh", "name": "mine", "reduction": "sum_over_batch_size")"));
  CHECK(options.loss.object()->class_name() == "LogCosh");
  CHECK(options.loss.object()->name() == "mine");
  CHECK_THAT(refusal(wrapped(R"("fn": "dice")")),
             Contains("'fn' must be the name of a loss of Keras's, but received 'dice'"));
  CHECK_THAT(refusal(R"({"optimizer": "sgd", "loss": "mse", "metrics": [{"class_name": "MeanMetricWrapper",
    "config": {"name": "k", "fn": "sparse_top_k_categorical_accuracy"}}]})"),
             Contains("'fn' must be the function of a metric that is known, but received 'sparse_top_k"));
}

TEST_CASE("compile config: the decay of Keras before 2.11 divides the learning rate by 1 + decay steps") {
  const auto optimizer = read(with_optimizer("Adam", R"("lr": 0.5, "decay": 0.1)")).optimizer.object();
  CHECK(optimizer->options().learning_rate.at(0) == Approx(0.5));
  CHECK(optimizer->options().learning_rate.at(5) == Approx(0.5 / 1.5));
  const auto nadam = read(with_optimizer("Nadam", R"("lr": 0.5, "decay": 0.004)")).optimizer.object();
  CHECK(nadam->options().learning_rate.at(5) == 0.5);
}

TEST_CASE("compile config: what is not supported is rejected by name") {
  CHECK(refusal(with_optimizer("Ftrl", "")) == "the argument 'optimizer' is a Ftrl, an unknown optimizer");
  CHECK(refusal(with_optimizer("Adam", R"("speed": 3)")) ==
        "the argument 'optimizer', a Adam: the argument 'speed' (3) is not supported");
  CHECK_THAT(
      refusal(with_optimizer("SGD", R"("decay": 0.1, "learning_rate": {"class_name": "CosineDecay", "config":
        {"initial_learning_rate": 0.1, "decay_steps": 5}})")),
      Contains("the arguments 'decay' and 'learning_rate', a schedule, are not supported together"));
  CHECK_THAT(refusal(with_optimizer("SGD", R"("learning_rate": -1)")), Contains("learning_rate must be"));
  CHECK_THAT(refusal(with_optimizer("SGD", R"("learning_rate": "fast")")),
             Contains("'learning_rate' must be a number, but received 'fast'"));
  CHECK_THAT(refusal(with_optimizer("Adam", R"("beta_1": 1)")),
             Contains("beta_1 must be from 0 to less than 1"));
  CHECK_THAT(refusal(with_optimizer("Adam", R"("epsilon": 1e300)")),
             Contains("epsilon must be a finite number"));
  CHECK_THAT(refusal(with_optimizer("SGD", R"("learning_rate": {"class_name": "CosineDecayRestarts"})")),
             Contains("a CosineDecayRestarts, an unknown schedule"));
  CHECK_THAT(
      refusal(with_optimizer("SGD", R"("learning_rate": {"class_name": "CosineDecay", "config": {}})")),
      Contains("the argument 'initial_learning_rate' is missing"));
  CHECK_THAT(refusal(R"({"optimizer": "adam", "loss": {"class_name": "Dice"}})"),
             Contains("the argument 'loss' is a Dice, an unknown loss"));
  CHECK(read(R"({"optimizer": "adam", "loss": "mse", "loss_weights": [0.5]})").loss_weights ==
        std::vector<double>{0.5});
  CHECK_THAT(refusal(R"({"optimizer": "adam", "loss": "mse", "metrics": [3]})"),
             Contains("the argument 'metrics' must be a name, or an object"));
  CHECK_THROWS_AS(saving::parse_json("config", with_optimizer("SGD", R"("learning_rate": NaN)")), IOError);
}

TEST_CASE("save: how a model is compiled can be left out") {
  const Folder folder;
  Sequential model = dense_model();
  model.compile({.optimizer = "sgd", .loss = "mse"});
  model.save(folder.file("m.keras"), {.include_optimizer = false});
  CHECK_THROWS_WITH(load_model(folder.file("m.keras")).optimizer(), Contains("compile() the model"));
}

}  // namespace keratin::test_compile_config
