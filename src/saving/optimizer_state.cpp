#include "saving/optimizer_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iostream>
#include <set>
#include <string_view>

#include "keratin/error.hpp"
#include "models/compile_config.hpp"
#include "models/trainer.hpp"
#include "saving/legacy_weights.hpp"

namespace keratin::saving {

namespace {

constexpr const char* legacy_group = "optimizer_weights";

bool has_shape(const Hdf5Array& array, const Shape& shape) {
  return std::equal(
      shape.begin(), shape.end(), array.dimensions().begin(), array.dimensions().end(),
      [](int expected, std::uint64_t received) { return static_cast<std::uint64_t>(expected) == received; });
}

/// Whether the names of the arrays end with the slots', as those of Keras up to 2.10 and of tf-keras's
/// optimizers.legacy do: `Adam/dense/kernel/m:0`, before Keras 2.4 `training/Adam/Variable_1:0`.
bool are_of_older_optimizer(const std::vector<std::string>& names) {
  static const std::set<std::string, std::less<>> slots = {
      "m", "v", "vhat", "momentum", "rms", "mg", "accumulator", "accum_grad", "accum_var"};
  return std::any_of(names.begin(), names.end(), [](std::string_view name) {
    name.remove_prefix(name.rfind('/') + 1);
    return slots.contains(name.substr(0, name.find(':'))) || name.starts_with("Variable");
  });
}

bool has_learning_rate(const optimizers::Optimizer& optimizer) {
  return optimizer.options().learning_rate.schedule() == nullptr;
}

}  // namespace

void compile_loaded(SequentialLayer& model, const Config& compile_config, const std::string& path) {
  try {
    model.trainer = std::make_unique<Trainer>(model, read_compile_config(compile_config));
  } catch (const ValueError& error) {
    throw ValueError(
        fmt::format("The file '{}': how the model is compiled is not supported: {} Load it with {{.compile = "
                    "false}} and compile() it.",
                    path, error.what()));
  }
}

void warn_of_new_state(const std::string& path) {
  std::cerr << fmt::format("load_model: '{}' holds no state for this optimizer, which starts afresh.\n",
                           path);
}

void save_keras3_optimizer(const SequentialLayer& model, Hdf5Writer& file) {
  if (model.trainer == nullptr) return;
  WeightUpdate& update = model.trainer->weight_update(model);
  const optimizers::Optimizer& optimizer = update.optimizer();
  file.add_group("optimizer/vars");
  file.add_text("optimizer/vars", "name", optimizer.name());
  int number = 0;
  const auto next = [&] { return fmt::format("optimizer/vars/{}", number++); };
  const auto add_number = [&](double value) {
    const auto narrow = static_cast<float>(value);
    file.add_array(next(), {}, &narrow);
  };
  file.add_integer(next(), optimizer.iterations());
  if (has_learning_rate(optimizer)) add_number(optimizer.learning_rate());
  if (optimizer.iterations() == 0) return;
  for (const StateArray& array : update.state_arrays())
    file.add_array(next(), array.weight->shape(), array.values);
  for (const double value : optimizer.numbers(update.updates())) add_number(value);
}

void save_legacy_optimizer(const SequentialLayer& model, Hdf5Writer& file) {
  if (model.trainer == nullptr) return;
  WeightUpdate& update = model.trainer->weight_update(model);
  const optimizers::Optimizer& optimizer = update.optimizer();
  file.add_group(legacy_group);
  std::vector<std::string> names = {"iteration:0"};
  file.add_integer(fmt::format("{}/{}", legacy_group, names.back()), optimizer.iterations());
  if (optimizer.iterations() > 0) {
    for (const StateArray& array : update.state_arrays()) {
      const std::vector<Weight*>& weights = update.weights();
      const auto place = std::find(weights.begin(), weights.end(), array.weight) - weights.begin();
      names.push_back(
          fmt::format("{}/{}/{}/{}:0", optimizer.name(), array.slot, place, array.weight->name()));
      file.add_array(fmt::format("{}/{}", legacy_group, names.back()), array.weight->shape(), array.values);
    }
  }
  save_list(file, legacy_group, "weight_names", names);
}

StagedOptimizer::StagedOptimizer(const SequentialLayer& model, std::string file)
    : file_(std::move(file)), update_(model.trainer->weight_update(model)), arrays_(update_.state_arrays()) {}

bool StagedOptimizer::read_keras3(const Hdf5Group& root) {
  const std::optional<Hdf5Group> optimizer = root.find_group("optimizer");
  const std::optional<Hdf5Group> vars = optimizer ? optimizer->find_group("vars") : std::nullopt;
  if (!vars || vars->size() == 0) return false;
  check_count(vars->size());
  std::vector<Hdf5Array> variables;
  for (std::size_t i = 0; i < vars->size(); ++i) variables.push_back(vars->array(std::to_string(i)));
  read(variables);
  return true;
}

bool StagedOptimizer::read_legacy(const Hdf5Group& root) {
  const std::optional<Hdf5Group> group = root.find_group(legacy_group);
  const std::vector<std::string> names =
      group ? load_list(*group, "weight_names") : std::vector<std::string>();
  if (names.empty() || are_of_older_optimizer(names)) return false;
  check_count(names.size());
  std::vector<Hdf5Array> variables;
  variables.reserve(names.size());
  for (const std::string& name : names) variables.push_back(group->array(name));
  read(variables);
  return true;
}

void StagedOptimizer::read(const std::vector<Hdf5Array>& variables) {
  constexpr std::int64_t most_steps = std::int64_t{1} << 53U;
  const std::int64_t iterations = variables.front().read_integer();
  if (iterations < 0 || iterations > most_steps) damaged(fmt::format("it counts {} steps", iterations));
  std::size_t first = 1;
  if (has_learning_rate(update_.optimizer()) && variables.size() > 1 && variables[1].dimensions().empty()) {
    variables[1].read(&learning_rate_.emplace(), 1);
    if (!(*learning_rate_ >= 0.0f) || std::isinf(*learning_rate_))
      damaged(fmt::format("its learning rate is {}", *learning_rate_));
    first = 2;
  }
  iterations_ = iterations;
  const std::size_t unused = unused_arrays();
  if (unused > 0 && variables.size() == first + unused) return;
  if (first < variables.size() || iterations > 0) read_arrays(variables, first);
}

void StagedOptimizer::read_arrays(const std::vector<Hdf5Array>& variables, std::size_t first) {
  if (variables.size() < first + arrays_.size()) refuse_count(variables.size());
  for (std::size_t i = 0; i < arrays_.size(); ++i) {
    const Hdf5Array& variable = variables[first + i];
    const Weight& weight = *arrays_[i].weight;
    if (!has_shape(variable, weight.shape())) {
      refuse(fmt::format("the {} of its weight \"{}\" has shape {}, but the array \"{}\" has shape {}",
                         arrays_[i].slot, weight.name(), to_string(weight.shape()), variable.path(),
                         to_string(variable.dimensions())));
    }
    values_.emplace_back(weight.size());
    variable.read(values_.back().data(), weight.size());
  }
  check_numbers(variables, first + arrays_.size());
}

/// What follows from the steps must be that, where it is there: Keras 2 leaves it out.
void StagedOptimizer::check_numbers(const std::vector<Hdf5Array>& variables, std::size_t first) const {
  if (first == variables.size()) return;
  const std::int64_t updates =
      *iterations_ / update_.optimizer().options().gradient_accumulation_steps.value_or(1);
  const std::vector<double> expected = update_.optimizer().numbers(updates);
  if (variables.size() != first + expected.size()) refuse_count(variables.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    float received = 0.0f;
    if (!variables[first + i].dimensions().empty()) refuse_count(variables.size());
    variables[first + i].read(&received, 1);
    if (std::abs(received - expected[i]) > 1e-6 + 1e-3 * expected[i]) {
      refuse(fmt::format("\"{}\" is {}, but {} updates make it {}", variables[first + i].path(), received,
                         updates, expected[i]));
    }
  }
}

/// Keras 2 keeps the momentum of SGD even where it is 0 and nothing comes of it.
std::size_t StagedOptimizer::unused_arrays() const {
  const bool has_none = update_.optimizer().class_name() == "SGD" && update_.optimizer().slots().empty();
  return has_none && arrays_.empty() ? update_.weights().size() : 0;
}

/// Before any array is looked for: a file may list any number.
void StagedOptimizer::check_count(std::size_t count) const {
  const std::size_t arrays = arrays_.size() + unused_arrays();
  if (count > 2 + arrays + update_.optimizer().numbers(0).size()) refuse_count(count);
}

void StagedOptimizer::refuse_count(std::size_t received) const {
  refuse(
      fmt::format("it has {} entries, but expected were the steps{} and {} arrays for the {} weights that "
                  "train",
                  received, has_learning_rate(update_.optimizer()) ? ", the learning rate" : "",
                  arrays_.size(), update_.weights().size()));
}

void StagedOptimizer::refuse(const std::string& reason) const {
  throw ValueError(
      fmt::format("The optimizer's state in the file '{}' does not fit the optimizer {}: {}. load_model() "
                  "with {{.compile = false}} leaves it out.",
                  file_, update_.optimizer().class_name(), reason));
}

void StagedOptimizer::damaged(const std::string& reason) const {
  throw IOError(
      fmt::format("The file '{}' cannot be read: the optimizer's state is damaged: {}.", file_, reason));
}

void StagedOptimizer::assign() {
  if (!iterations_) return;
  optimizers::Optimizer& optimizer = update_.optimizer();
  optimizer.set_iterations(*iterations_);
  // A rate that the config has to more digits stays what it is.
  if (learning_rate_ && static_cast<float>(optimizer.learning_rate()) != *learning_rate_)
    optimizer.set_learning_rate(double{*learning_rate_});
  for (std::size_t i = 0; i < arrays_.size(); ++i) {
    const StateArray& array = arrays_[i];
    if (values_.empty())
      std::fill_n(array.values, array.weight->size(), array.initial);
    else
      std::copy(values_[i].begin(), values_[i].end(), array.values);
  }
}

}  // namespace keratin::saving
