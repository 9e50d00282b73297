#include "support/steps.hpp"

#include <map>

#include "keratin/layers.hpp"
#include "support/golden_json.hpp"
#include "support/make_optimizer.hpp"

namespace keratin::testing {

namespace {

using namespace layers;
using golden::Json;

/// What the last layer of a model has beside its units and its activation.
using Head = DenseOptions;

// The functions of golden/steps_models.py.

Head dense(Sequential& model) {
  model.add(Dense(4, {.activation = "tanh", .input_dim = 3}));
  return {};
}

Head norm(Sequential& model) {
  model.add(Conv2D(2, 2, {.use_bias = false, .input_shape = {3, 4, 1}}));
  model.add(BatchNormalization({.momentum = 0.9}));
  model.add(LeakyReLU(0.2f));
  model.add(Flatten());
  return {};
}

Head weight_penalties(Sequential& model) {
  model.add(
      Dense(4, {.kernel_regularizer = regularizers::L2(0.1), .bias_regularizer = "l1", .input_dim = 3}));
  model.add(PReLU({.alpha_regularizer = regularizers::L1L2({.l1 = 0.02, .l2 = 0.03})}));
  return {.kernel_regularizer = "l2"};
}

Head image_penalties(Sequential& model) {
  model.add(Conv2D(2, 2,
                   {.kernel_regularizer = regularizers::L1L2({.l1 = 0.01, .l2 = 0.02}),
                    .bias_regularizer = regularizers::L2(0.1),
                    .input_shape = {3, 4, 1}}));
  model.add(BatchNormalization({.beta_regularizer = "l2", .gamma_regularizer = regularizers::L1(0.03)}));
  model.add(
      Conv2DTranspose(2, 2, {.activation = "tanh", .kernel_regularizer = "l2", .bias_regularizer = "l1"}));
  model.add(Flatten());
  return {};
}

Head activity_penalties(Sequential& model) {
  model.add(Conv2D(2, 2, {.activity_regularizer = regularizers::L2(0.05), .input_shape = {3, 4, 1}}));
  model.add(LeakyReLU(0.2f));
  model.add(Conv2DTranspose(2, 2, {.activation = "relu", .activity_regularizer = regularizers::L1(0.02)}));
  model.add(Flatten());
  model.add(Dense(3, {.activation = "tanh", .activity_regularizer = "l2"}));
  return {.activity_regularizer = regularizers::L1L2({.l1 = 0.01, .l2 = 0.02})};
}

Head constrained(Sequential& model) {
  model.add(Conv2D(2, 2,
                   {.kernel_constraint = constraints::MaxNorm({.max_value = 0.8, .axis = {0, 1, 2}}),
                    .bias_constraint = "non_neg",
                    .input_shape = {3, 4, 1}}));
  model.add(PReLU({.alpha_constraint = constraints::MaxNorm(0.4), .shared_axes = {1, 2}}));
  model.add(Conv2DTranspose(2, 2,
                            {.activation = "tanh",
                             .kernel_constraint = constraints::MinMaxNorm(
                                 {.min_value = 0.3, .max_value = 0.7, .rate = 0.6, .axis = {0, 1}}),
                             .bias_constraint = constraints::MaxNorm(0.05)}));
  model.add(Flatten());
  return {.kernel_constraint = "unit_norm"};
}

Head norm_constrained(Sequential& model) {
  model.add(Conv2D(2, 2, {.use_bias = false, .input_shape = {3, 4, 1}}));
  model.add(BatchNormalization({.beta_constraint = "non_neg", .gamma_constraint = constraints::MaxNorm(1)}));
  model.add(LeakyReLU(0.2f));
  model.add(Flatten());
  return {};
}

const std::map<std::string, Head (*)(Sequential&)> kinds = {{"dense", dense},
                                                            {"norm", norm},
                                                            {"weight_penalties", weight_penalties},
                                                            {"image_penalties", image_penalties},
                                                            {"activity_penalties", activity_penalties},
                                                            {"constrained", constrained},
                                                            {"norm_constrained", norm_constrained}};

Sequential model_of(const std::string& kind, const std::string& loss) {
  Sequential model;
  Head head = kinds.at(kind)(model);
  if (loss == "binary_crossentropy") head.activation = "sigmoid";
  if (loss == "categorical_crossentropy") head.activation = "softmax";
  model.add(Dense(loss == "mse" ? 2 : loss == "binary_crossentropy" ? 1 : 3, head));
  return model;
}

StepsCase case_from(const Json& json, const Json& model) {
  return {.name = json.at("name"),
          .kind = model.at("kind"),
          .loss = model.at("loss"),
          .optimizer = json.at("class"),
          .arguments = golden::arguments(json.at("args")),
          .schedule = json.at("schedule"),
          .schedule_arguments = golden::arguments(json.at("schedule_args")),
          .fit = json.at("fit"),
          .normalized = json.at("normalized"),
          .x = golden::tensor(model.at("x")),
          .y = golden::tensor(model.at("y")),
          .initial = golden::tensors(model.at("initial")),
          .final = golden::tensors(json.at("final")),
          .losses = json.at("losses"),
          .evaluated = json.at("evaluated")};
}

std::vector<StepsCase> load() {
  const Json json = golden::read("steps.json");
  std::map<std::string, Json> models;
  for (const Json& model : json.at("models")) models[model.at("name")] = model;
  std::vector<StepsCase> cases;
  for (const Json& one : json.at("cases")) cases.push_back(case_from(one, models.at(one.at("model"))));
  return cases;
}

std::optional<optimizers::LearningRate> schedule_of(const StepsCase& golden) {
  namespace schedules = optimizers::schedules;
  const Arguments& given = golden.schedule_arguments;
  const double start = given.number("initial_learning_rate", 0), steps = given.number("decay_steps", 0),
               rate = given.number("decay_rate", 0);
  const bool staircase = given.flag("staircase", false);
  if (golden.schedule == "ExponentialDecay")
    return schedules::ExponentialDecay(start, steps, rate, {.staircase = staircase});
  if (golden.schedule == "InverseTimeDecay")
    return schedules::InverseTimeDecay(start, steps, rate, {.staircase = staircase});
  if (golden.schedule == "PolynomialDecay") {
    return schedules::PolynomialDecay(start, steps,
                                      {.end_learning_rate = given.number("end_learning_rate", 0.0001),
                                       .power = given.number("power", 1),
                                       .cycle = given.flag("cycle", false)});
  }
  if (golden.schedule == "PiecewiseConstantDecay") {
    const std::vector<int> boundaries = given.integers("boundaries");
    return schedules::PiecewiseConstantDecay({boundaries.begin(), boundaries.end()},
                                             given.numbers.at("values"));
  }
  if (golden.schedule != "CosineDecay") return {};
  schedules::CosineDecayOptions options{.alpha = given.number("alpha", 0)};
  if (given.has("warmup_target")) options.warmup_target = given.number("warmup_target", 0);
  options.warmup_steps = given.number("warmup_steps", 0);
  return schedules::CosineDecay(start, steps, options);
}

}  // namespace

const std::vector<StepsCase>& steps_cases() {
  static const std::vector<StepsCase> cases = load();
  return cases;
}

Sequential compiled(const StepsCase& golden) {
  Sequential model = model_of(golden.kind, golden.loss);
  model.set_weights(golden.initial);
  model.compile({.optimizer = make_optimizer(golden.optimizer, golden.arguments, schedule_of(golden)),
                 .loss = golden.loss});
  return model;
}

}  // namespace keratin::testing
