#include "saving/staged_optimizer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "keratin/error.hpp"
#include "models/trainer.hpp"
#include "printable.hpp"
#include "saving/legacy_weights.hpp"
#include "saving/optimizer_state.hpp"

namespace keratin::saving {

namespace {

/// Whether it is the count of steps: `Adam/iter:0`, `SGD_1/iterations:0`, `iteration:0`. Some optimizers of
/// Keras up to 2.2 did not save theirs.
bool counts_steps(std::string_view name) {
  name.remove_prefix(name.rfind('/') + 1);
  return name.starts_with("iter");
}

}  // namespace

StagedOptimizer::StagedOptimizer(const ModelLayer& model, const StateSource& source)
    : source_(source), update_(model.trainer->built_weight_update()), arrays_(update_.state_arrays()) {}

bool StagedOptimizer::read() {
  if (!source_.older.unusable.empty()) throw ValueError(source_.older.unusable);
  return source_.keras3 ? read_keras3() : read_legacy();
}

bool StagedOptimizer::read_keras3() {
  std::optional<Hdf5Group> optimizer = source_.root.find_group("optimizer");
  if (optimizer && optimizer->find_group("inner_optimizer")) {  // one that scales the loss holds it
    optimizer = optimizer->find_group("inner_optimizer");
  }
  const std::optional<Hdf5Group> vars = optimizer ? optimizer->find_group("vars") : std::nullopt;
  if (!vars || vars->size() == 0) return false;
  check_count(vars->size());
  std::vector<Hdf5Array> variables;
  for (std::size_t i = 0; i < vars->size(); ++i) variables.push_back(vars->array(std::to_string(i)));
  read_steps(variables.front());
  read_rate_and_arrays(variables);
  return true;
}

bool StagedOptimizer::read_legacy() {
  const std::optional<Hdf5Group> group = source_.root.find_group(legacy_state_group);
  const std::vector<std::string> names =
      group ? load_list(*group, "weight_names") : std::vector<std::string>();
  if (names.empty()) return false;
  if (update_.weights().empty() && counts_steps(names.front())) {
    read_steps(group->array(names.front()));
    if (names.size() > 1)
      remark_ = "no weight trains because the layers are frozen; only the optimizer's count of steps is kept";
  } else if (source_.older.is_older) {
    read_older(*group, names);
  } else {
    check_count(names.size());
    std::vector<Hdf5Array> variables;
    variables.reserve(names.size());
    for (const std::string& name : names) variables.push_back(group->array(name));
    read_steps(variables.front());
    read_rate_and_arrays(variables);
  }
  return true;
}

/// Slot by slot. Standalone Keras kept arrays of one number for an Adam without amsgrad too.
void StagedOptimizer::read_older(const Hdf5Group& group, const std::vector<std::string>& names) {
  const std::size_t first = counts_steps(names.front()) ? 1 : 0;
  const std::size_t weights = update_.weights().size(), arrays = names.size() - first;
  const bool has_unused = update_.optimizer().class_name() == "Adam" || unused_arrays() > 0;
  const bool is_new = arrays == 0;
  if (arrays != arrays_.size() && !(has_unused && arrays == arrays_.size() + weights) && !is_new)
    refuse_count(names.size());
  iterations_ = 0;
  if (first == 1) read_steps(group.array(names.front()));
  if (is_new && *iterations_ > 0 && !arrays_.empty()) refuse_count(names.size());
  *iterations_ += source_.older.steps_ahead;
  remark_ = source_.older.differs;
  if (is_new || arrays_.empty()) return;
  const std::vector<optimizers::Slot> slots = update_.optimizer().slots();
  const auto slot_number = [&](const StateArray& array) {
    return std::find_if(slots.begin(), slots.end(),
                        [&](const auto& slot) { return slot.name == array.slot; }) -
           slots.begin();
  };
  std::stable_sort(arrays_.begin(), arrays_.end(),
                   [&](const StateArray& a, const StateArray& b) { return slot_number(a) < slot_number(b); });
  std::vector<Hdf5Array> variables;
  for (std::size_t i = 0; i < arrays_.size(); ++i) variables.push_back(group.array(names[first + i]));
  read_arrays(variables, 0);
}

void StagedOptimizer::read_steps(const Hdf5Array& array) {
  constexpr std::int64_t most_steps = std::int64_t{1} << 53U;
  std::int64_t iterations = 0;
  if (array.holds_floats()) {  // before Keras 2.0.8
    float count = 0.0f;
    if (!array.dimensions().empty()) damaged("its count of steps is no single number");
    array.read(&count, 1);
    if (!(std::abs(count) < float{most_steps}) || std::trunc(count) != count)
      damaged(fmt::format("it counts {} steps", count));
    iterations = static_cast<std::int64_t>(count);
  } else {
    iterations = array.read_integer();
  }
  if (iterations < 0 || iterations > most_steps) damaged(fmt::format("it counts {} steps", iterations));
  iterations_ = iterations;
}

void StagedOptimizer::read_rate_and_arrays(const std::vector<Hdf5Array>& variables) {
  std::size_t first = 1;
  if (has_learning_rate(update_.optimizer()) && variables.size() > 1 && variables[1].dimensions().empty()) {
    variables[1].read(&learning_rate_.emplace(), 1);
    if (!(*learning_rate_ >= 0.0f) || std::isinf(*learning_rate_))
      damaged(fmt::format("its learning rate is {}", *learning_rate_));
    first = 2;
  }
  const std::size_t unused = unused_arrays();
  if (unused > 0 && variables.size() == first + unused) return;
  if (first == variables.size() && *iterations_ == 0) return;
  read_arrays(variables, first);
  check_numbers(variables, first + arrays_.size());
}

void StagedOptimizer::read_arrays(const std::vector<Hdf5Array>& variables, std::size_t first) {
  if (variables.size() < first + arrays_.size()) refuse_count(variables.size());
  for (std::size_t i = 0; i < arrays_.size(); ++i) {
    const Hdf5Array& variable = variables[first + i];
    const Weight& weight = *arrays_[i].weight;
    if (!variable.has_shape(weight.shape())) {
      throw ValueError(fmt::format(
          "the {} of its weight \"{}\" has shape {}, but the array \"{}\" has shape {}", arrays_[i].slot,
          weight.name(), to_string(weight.shape()), variable.path(), to_string(variable.dimensions())));
    }
    values_.emplace_back(weight.size());
    variable.read(values_.back().data(), weight.size());
  }
}

/// What follows from the steps must be that, if it is there: Keras 2 leaves it out.
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
      throw ValueError(fmt::format("\"{}\" is {}, but {} updates make it {}", variables[first + i].path(),
                                   received, updates, expected[i]));
    }
  }
}

/// Keras 2 keeps the momentum of SGD even if it is 0 and nothing comes of it.
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
  throw ValueError(fmt::format(
      "it has {} entries, but expected were the steps{} and {} arrays for the {} weights that train{}",
      received, has_learning_rate(update_.optimizer()) ? ", the learning rate" : "", arrays_.size(),
      update_.weights().size(), update_.weights().empty() ? ": the layers are frozen" : ""));
}

void StagedOptimizer::damaged(const std::string& reason) const {
  throw IOError(fmt::format("The file '{}' cannot be read: the optimizer's state is damaged: {}.",
                            source_.path, reason));
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

std::optional<StagedOptimizer> read_state(const ModelLayer& model, const StateSource& source) {
  const std::string& optimizer = model.trainer->weight_update().optimizer().class_name();
  const auto say = [&](const std::string& text) {
    print_note(fmt::format("{}: '{}': {}.", source.reader, source.path, text));
  };
  try {
    StagedOptimizer staged(model, source);
    if (staged.read()) {
      if (!staged.remark().empty()) say(staged.remark());
      return staged;
    }
    if (source.is_expected)
      say(fmt::format("it holds no state for the optimizer {}, which starts afresh", optimizer));
  } catch (const ValueError& error) {
    say(fmt::format("the optimizer {} starts afresh, since its state in the file does not fit: {}", optimizer,
                    error.what()));
  }
  return {};
}

}  // namespace keratin::saving
