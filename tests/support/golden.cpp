#include "support/golden.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "support/golden_json.hpp"
#include "support/paths.hpp"

namespace keratin::testing {

namespace {

using namespace golden;

std::vector<std::string> names(const Json& weights) {
  std::vector<std::string> result;
  for (const Json& weight : weights) result.push_back(weight.at("name"));
  return result;
}

LayerCase layer_from(const Json& json) {
  const bool has_list = json.at("x").is_array();
  return {.name = json.at("name"),
          .layer = json.at("class"),
          .arguments = arguments(json.at("args")),
          .training = json.at("training"),
          .call = json.at("call"),
          .x = has_list ? Tensor() : tensor(json.at("x")),
          .y = tensor(json.at("y")),
          .dy = tensor(json.at("dy")),
          .dx = has_list ? Tensor() : tensor(json.at("dx")),
          .inputs = has_list ? tensors(json.at("x")) : std::vector<Tensor>(),
          .input_gradients = has_list ? tensors(json.at("dx")) : std::vector<Tensor>(),
          .weight_names = names(json.at("weights")),
          .weights = tensors(json.at("weights")),
          .dweights = tensors(json.at("dweights")),
          .state_after = tensors(json.at("state_after"))};
}

LossCase loss_from(const Json& json) {
  return {.name = json.at("name"),
          .loss = json.at("class"),
          .arguments = arguments(json.at("args")),
          .y_true = tensor(json.at("y_true")),
          .y_pred = tensor(json.at("y_pred")),
          .value = json.at("value"),
          .values = tensor(json.at("values")),
          .gradient = tensor(json.at("gradient"))};
}

OptimizerCase optimizer_from(const Json& json) {
  return {.name = json.at("name"),
          .optimizer = json.at("class"),
          .arguments = arguments(json.at("args")),
          .start = tensors(json.at("start")),
          .gradients = tensor_lists(json.at("gradients")),
          .weights = tensor_lists(json.at("weights"))};
}

TrainingCase training_from(const Json& json, const Json& model) {
  return {.name = json.at("name"),
          .model = json.at("model"),
          .optimizer = json.at("class"),
          .arguments = arguments(json.at("args")),
          .loss = model.at("loss"),
          .accuracy = model.at("accuracy"),
          .epochs = model.at("epochs"),
          .batch_size = model.at("batch_size"),
          .x = tensor(model.at("x")),
          .y = tensor(model.at("y")),
          .x_val = tensor(model.at("x_val")),
          .y_val = tensor(model.at("y_val")),
          .initial = tensors(model.at("initial")),
          .final = tensors(json.at("final")),
          .prediction = tensor(json.at("prediction")),
          .history = json.at("history"),
          .batch_loss = json.at("batch_loss"),
          .batch_accuracy = json.at("batch_accuracy")};
}

GanRound round_from(const Json& json) {
  return {.real = tensor(json.at("real")),
          .fake_latent = tensor(json.at("fake_latent")),
          .gan_latent = tensor(json.at("gan_latent")),
          .real_loss = json.at("real_loss"),
          .fake_loss = json.at("fake_loss"),
          .gan_loss = json.at("gan_loss"),
          .discriminator = tensors(json.at("discriminator")),
          .generator = tensors(json.at("generator"))};
}

GanCase gan_from(const Json& json) {
  GanCase result{.name = json.at("name"),
                 .arguments = arguments(json.at("args")),
                 .discriminator = tensors(json.at("discriminator")),
                 .generator = tensors(json.at("generator")),
                 .rounds = {}};
  for (const Json& round : json.at("rounds")) result.rounds.push_back(round_from(round));
  return result;
}

AccuracyCase accuracy_from(const Json& json) {
  return {.name = json.at("name"),
          .loss = json.at("loss"),
          .metric = json.at("class"),
          .y_true = tensor(json.at("y_true")),
          .y_pred = tensor(json.at("y_pred")),
          .value = json.at("value")};
}

std::vector<TrainingCase> load_training() {
  const Json json = read("training.json");
  std::map<std::string, Json> models;
  for (const Json& model : json.at("models")) models[model.at("name")] = model;
  std::vector<TrainingCase> cases;
  for (const Json& item : json.at("cases")) cases.push_back(training_from(item, models.at(item.at("model"))));
  return cases;
}

template <class Case>
const Case& find(const std::vector<Case>& cases, const std::string& name) {
  const auto found =
      std::find_if(cases.begin(), cases.end(), [&](const Case& one) { return one.name == name; });
  if (found == cases.end()) throw std::runtime_error("There is no golden case named '" + name + "'.");
  return *found;
}

}  // namespace

double Arguments::number(const std::string& key, double otherwise) const {
  return numbers.contains(key) ? numbers.at(key).at(0) : otherwise;
}

int Arguments::integer(const std::string& key, int otherwise) const {
  return static_cast<int>(number(key, otherwise));
}

bool Arguments::flag(const std::string& key, bool otherwise) const {
  return number(key, otherwise ? 1 : 0) != 0;
}

std::vector<int> Arguments::integers(const std::string& key) const {
  std::vector<int> result;
  if (!numbers.contains(key)) return result;
  for (double value : numbers.at(key)) result.push_back(static_cast<int>(value));
  return result;
}

std::array<int, 2> Arguments::pair(const std::string& key, std::array<int, 2> otherwise) const {
  const std::vector<int> values = integers(key);
  return values.empty() ? otherwise : std::array{values.front(), values.back()};
}

std::array<std::array<int, 2>, 2> Arguments::sides(const std::string& key, int otherwise) const {
  const std::vector<int> v = integers(key);
  if (v.size() == 4) return {{{v[0], v[1]}, {v[2], v[3]}}};
  const auto [rows, columns] = pair(key, {otherwise, otherwise});
  return {{{rows, rows}, {columns, columns}}};
}

std::array<int, 3> Arguments::triple(const std::string& key, int otherwise) const {
  const std::vector<int> v = integers(key);
  if (v.size() == 3) return {v[0], v[1], v[2]};
  const int all = v.empty() ? otherwise : v.front();
  return {all, all, all};
}

std::array<std::array<int, 2>, 3> Arguments::sides3d(const std::string& key, int otherwise) const {
  const std::vector<int> v = integers(key);
  if (v.size() == 6) return {{{v[0], v[1]}, {v[2], v[3]}, {v[4], v[5]}}};
  const auto [depth, rows, columns] = triple(key, otherwise);
  return {{{depth, depth}, {rows, rows}, {columns, columns}}};
}

std::string Arguments::text(const std::string& key, const std::string& otherwise) const {
  return texts.contains(key) ? texts.at(key) : otherwise;
}

const std::vector<LayerCase>& layer_cases() {
  static const std::vector<LayerCase> cases = [] {
    std::vector<LayerCase> all;
    for (const auto& file : std::filesystem::directory_iterator(golden_path("layer_cases"))) {
      if (file.path().extension() != ".json") continue;
      for (LayerCase& one : load("layer_cases/" + file.path().filename().string(), layer_from))
        all.push_back(std::move(one));
    }
    return all;
  }();
  return cases;
}

const std::vector<LossCase>& loss_cases() {
  static const std::vector<LossCase> cases = load("losses.json", loss_from);
  return cases;
}

const std::vector<OptimizerCase>& optimizer_cases() {
  static const std::vector<OptimizerCase> cases = load("optimizers.json", optimizer_from);
  return cases;
}

const std::vector<TrainingCase>& training_cases() {
  static const std::vector<TrainingCase> cases = load_training();
  return cases;
}

const std::vector<GanCase>& gan_cases() {
  static const std::vector<GanCase> cases = load("gan.json", gan_from);
  return cases;
}

const std::vector<AccuracyCase>& accuracy_cases() {
  static const std::vector<AccuracyCase> cases = load("accuracy.json", accuracy_from);
  return cases;
}

std::vector<LayerCase> layer_cases(const std::string& layer) {
  std::vector<LayerCase> cases;
  for (const LayerCase& one : layer_cases()) {
    if (one.layer == layer) cases.push_back(one);
  }
  if (cases.empty()) throw std::runtime_error("There are no golden cases of layer '" + layer + "'.");
  return cases;
}

const LayerCase& layer_case(const std::string& name) { return find(layer_cases(), name); }
const LossCase& loss_case(const std::string& name) { return find(loss_cases(), name); }
const OptimizerCase& optimizer_case(const std::string& name) { return find(optimizer_cases(), name); }
const TrainingCase& training_case(const std::string& name) { return find(training_cases(), name); }
const GanCase& gan_case(const std::string& name) { return find(gan_cases(), name); }
const AccuracyCase& accuracy_case(const std::string& name) { return find(accuracy_cases(), name); }

}  // namespace keratin::testing
