// Whole trainings as real Keras ran them: golden/fit.py.
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <vector>

#include "keratin/callbacks.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/paths.hpp"

using namespace keratin;
using namespace keratin::callbacks;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

using Json = nlohmann::json;

const Json& golden() {
  static const Json all = [] {
    std::ifstream stream(golden_path("fit.json"));
    return Json::parse(stream);
  }();
  return all;
}

Tensor tensor(const Json& json) {
  Tensor result = Tensor::from_shape(json.at("shape").get<std::vector<std::size_t>>());
  const auto data = json.at("data").get<std::vector<float>>();
  std::copy(data.begin(), data.end(), result.begin());
  return result;
}

std::vector<Tensor> tensors(const Json& json) {
  std::vector<Tensor> all;
  for (const Json& one : json) all.push_back(tensor(one));
  return all;
}

const Json& data_of(const Json& json) {
  for (const Json& data : golden().at("data")) {
    if (data.at("name") == json.at("model")) return data;
  }
  throw std::runtime_error("A golden case has no data.");
}

Sequential compiled(const Json& json) {
  const bool classes = json.at("model") == "classes";
  Sequential model;
  model.add(Dense(3, {.activation = "tanh", .input_dim = 2}));
  if (classes) {
    model.add(Dense(3, {.activation = "softmax"}));
  } else {
    model.add(Dense(1));
  }
  model.set_weights(tensors(data_of(json).at("start")));
  model.compile({.optimizer = optimizers::SGD({.learning_rate = json.at("learning_rate").get<double>()}),
                 .loss = classes ? "sparse_categorical_crossentropy" : "mse",
                 .metrics = {classes ? "accuracy" : "mae"}});
  return model;
}

std::optional<int> integer(const Json& json, const char* key) {
  return json.contains(key) ? std::optional(json.at(key).get<int>()) : std::nullopt;
}

CallbackArgument early_stopping(const Json& args) {
  EarlyStoppingOptions options;
  options.monitor = args.value("monitor", options.monitor);
  options.min_delta = args.value("min_delta", options.min_delta);
  options.patience = args.value("patience", options.patience);
  options.verbose = args.value("verbose", options.verbose);
  if (args.contains("baseline")) options.baseline = args.at("baseline").get<double>();
  options.restore_best_weights = args.value("restore_best_weights", false);
  options.start_from_epoch = args.value("start_from_epoch", 0);
  return EarlyStopping(options);
}

CallbackArgument plateau(const Json& args) {
  ReduceLROnPlateauOptions options;
  options.monitor = args.value("monitor", options.monitor);
  options.factor = args.value("factor", options.factor);
  options.patience = args.value("patience", options.patience);
  options.verbose = args.value("verbose", options.verbose);
  options.mode = args.value("mode", options.mode);
  options.min_delta = args.value("min_delta", options.min_delta);
  options.cooldown = args.value("cooldown", options.cooldown);
  options.min_lr = args.value("min_lr", options.min_lr);
  return ReduceLROnPlateau(options);
}

CallbackArgument callback(const Json& json) {
  const Json& args = json.at("args");
  if (json.at("class") == "EarlyStopping") return early_stopping(args);
  if (json.at("class") == "ReduceLROnPlateau") return plateau(args);
  const auto schedule = [](int epoch, double rate) { return epoch % 2 != 0 ? rate * 0.5 : rate; };
  return LearningRateScheduler(schedule, {.verbose = args.value("verbose", 0)});
}

ValidationFreq validation_freq(const Json& json) {
  if (json.is_array()) return {json.at(0).get<int>(), json.at(1).get<int>()};
  return json.get<int>();
}

FitOptions options_of(const Json& json) {
  const Json &given = json.at("options"), &data = data_of(json);
  FitOptions options{.batch_size = integer(given, "batch_size"),
                     .epochs = given.value("epochs", 1),
                     .verbose = 2,
                     .validation_split = given.value("validation_split", 0.0),
                     .shuffle = false,
                     .initial_epoch = given.value("initial_epoch", 0),
                     .steps_per_epoch = integer(given, "steps_per_epoch"),
                     .validation_steps = integer(given, "validation_steps"),
                     .validation_batch_size = integer(given, "validation_batch_size")};
  for (const Json& one : json.at("callbacks")) options.callbacks.push_back(callback(one));
  if (json.at("validation").get<bool>()) {
    Data held_out{tensor(data.at("x_val")), tensor(data.at("y_val"))};
    if (json.at("validation_weights").get<bool>()) held_out.sample_weight = tensor(data.at("val_weights"));
    options.validation_data = held_out;
  }
  if (given.contains("class_weight")) {
    for (int number = 0; const Json& weight : given.at("class_weight"))
      options.class_weight[number++] = weight.get<float>();
  }
  if (given.value("sample_weight", false)) options.sample_weight = tensor(data.at("weights"));
  if (given.contains("validation_freq"))
    options.validation_freq = validation_freq(given.at("validation_freq"));
  return options;
}

std::string without_times(const std::string& text) {
  return std::regex_replace(text, std::regex("- [0-9]+m?s - [0-9]+[mu]?s/step"), "- T - T/step");
}

void check_figures(const Logs& logs, const Json& expected) {
  for (int i = 0; i < 2; ++i)
    CHECK(logs[i] ==
          Approx(expected.at(static_cast<std::size_t>(i)).get<double>()).epsilon(1e-5).margin(1e-6));
}

}  // namespace

TEST_CASE("fit() with its options and callbacks gives Keras's history, weights and lines") {
  for (const Json& json : golden().at("cases")) {
    INFO(json.at("name"));
    Sequential model = compiled(json);
    FitOptions options = options_of(json);
    std::vector<double> rates;
    options.callbacks.emplace_back(LambdaCallback({.on_train_batch_end = [&](int batch, Logs&) {
      if (batch == 0) rates.push_back(model.optimizer().learning_rate());
    }}));
    const Tensor x = tensor(data_of(json).at("x")), y = tensor(data_of(json).at("y"));
    History history;
    const std::string output = capture_stdout([&] { history = model.fit(x, y, options); });
    CHECK(without_times(output) == json.at("output").get<std::string>());
    CHECK(history.epoch == json.at("epochs").get<std::vector<int>>());
    const Json& expected = json.at("history");
    CHECK(history.history.size() == expected.size());
    for (const auto& [name, values] : expected.items()) {
      INFO(name);
      REQUIRE(history[name].size() == values.size());
      for (std::size_t i = 0; i < values.size(); ++i)
        CHECK(history[name][i] == Approx(values.at(i).get<double>()).epsilon(1e-5).margin(1e-6));
    }
    REQUIRE(rates.size() == json.at("rates").size());
    for (std::size_t i = 0; i < rates.size(); ++i)
      CHECK(rates[i] == Approx(json.at("rates").at(i).get<double>()).epsilon(1e-7));
    const std::vector<Tensor> weights = model.get_weights(), final = tensors(json.at("final"));
    for (std::size_t i = 0; i < final.size(); ++i) require_close(weights[i], final[i], 1e-5);
    const Json& evaluated = json.at("evaluated");
    check_figures(
        model.evaluate(x, y, {.batch_size = 4, .sample_weight = tensor(data_of(json).at("weights"))}),
        evaluated.at("weighted"));
    check_figures(model.evaluate(x, y, {.batch_size = 4, .steps = 2}), evaluated.at("steps"));
  }
}
