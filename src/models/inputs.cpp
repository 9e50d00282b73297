#include "models/inputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "keratin/error.hpp"
#include "layers/layer_access.hpp"
#include "memory_error.hpp"
#include "models/model_layer.hpp"
#include "models/shared_state.hpp"
#include "models/trainer.hpp"
#include "printable.hpp"

namespace keratin {

namespace {

/// Throws ValueError for empty arrays, and unless there is one for each input, of as many samples.
Views data_of(const ModelLayer& model, const Arrays& x) {
  if (x.size() != model.input_count()) {
    const std::size_t count = model.input_count();
    model.fail(fmt::format("it has {} input{}, but received {} array{}. Give {}.", count,
                           count == 1 ? "" : "s", x.size(), x.size() == 1 ? "" : "s",
                           count == 1 ? "one array" : "a list of them in the inputs' order, such as {a, b}"));
  }
  Views data;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i].size() == 0 || x[i].shape().empty())
      model.fail(fmt::format("there is no data: received an array of shape {}. Give one sample or more.",
                             to_string(x[i].shape())));
    if (x[i].shape()[0] != x[0].shape()[0]) {
      model.fail(
          fmt::format("all inputs must hold the same number of samples, but received shapes {} and {}.",
                      to_string(x[0].shape()), to_string(x[i].shape())));
    }
    model.check_values(i, x[i]);
    data.push_back(x[i]);
  }
  return data;
}

Views as_inputs(const ModelLayer& model, Views data) {
  for (std::size_t i = 0; i < data.size(); ++i) {
    const Shape& expected = model.values()[i].shape;
    const bool is_column = data[i].shape().rank() == 1 && expected.rank() == 2 && expected[1] == 1;
    if (is_column) data[i] = data[i].reshaped({data[i].shape()[0], 1});
  }
  return data;
}

/// The class of each sample, as Keras reads it from targets.
std::vector<float> classes_of(const ModelLayer& model, View y) {
  const Shape& shape = y.shape();
  if (shape.empty() || shape.rank() > 2 || y.size() == 0) {
    model.fail(
        fmt::format("class_weight needs one class for each sample, targets of shape (n,), (n, 1) or (n, "
                    "classes), but received targets of shape {}. Give sample_weight instead.",
                    to_string(shape)));
  }
  const auto count = static_cast<std::size_t>(shape[0]), columns = y.size() / count;
  std::vector<float> classes(y.data(), y.data() + count);
  if (columns == 1) return classes;
  for (std::size_t i = 0; i < count; ++i) {
    const float* row = y.data() + i * columns;
    classes[i] = static_cast<float>(std::max_element(row, row + columns) - row);
  }
  return classes;
}

/// Refers to what it is made of.
Arrays one_or_list(const Tensor& one, const std::vector<Tensor>& list, const char* one_name,
                   const char* list_name) {
  if (list.empty()) return one;
  if (shape_of(one).empty()) return list;
  throw ValueError(
      fmt::format("Data holds both {0} and {1}: give {0} if it is one array, {1} if it is a list of them.",
                  one_name, list_name));
}

float weight_of(float target, const ClassWeight& class_weight) {
  for (const auto& [number, weight] : class_weight) {
    if (std::nearbyint(target) == static_cast<float>(number)) return weight;
  }
  return 1.0f;
}

}  // namespace

std::vector<Shape> shapes_of(const Views& views) {
  std::vector<Shape> shapes;
  for (const View& view : views) shapes.push_back(view.shape());
  return shapes;
}

Arrays inputs_of(const Data& data) { return one_or_list(data.x, data.inputs, "x", "inputs"); }

Arrays targets_of(const Data& data) { return one_or_list(data.y, data.targets, "y", "targets"); }

SampleWeights::SampleWeights(const ModelLayer& model, const Arrays& y, const Tensor& for_all,
                             const std::vector<Tensor>& for_each, const ClassWeight& class_weight) {
  const std::size_t outputs = model.outputs().size();
  const bool is_one = !shape_of(for_all).empty(), is_list = !for_each.empty();
  if (is_one && is_list)
    model.fail("give either sample_weight, for all outputs, or sample_weights, one for each.");
  if ((is_one || is_list) && !class_weight.empty())
    model.fail("sample_weight and class_weight cannot be given together: multiply them into sample_weight.");
  if (is_one) views_.assign(outputs, View(for_all));
  if (is_list && for_each.size() != outputs) {
    model.fail(fmt::format("sample_weights must have {} entr{}, one for each output, but has {}.", outputs,
                           outputs == 1 ? "y" : "ies", for_each.size()));
  }
  for (const Tensor& weights : for_each) views_.push_back(shape_of(weights).empty() ? View() : View(weights));
  if (!class_weight.empty()) take_classes(model, y, class_weight);
}

void SampleWeights::take_classes(const ModelLayer& model, const Arrays& y, const ClassWeight& class_weight) {
  if (model.outputs().size() > 1)
    model.fail("class_weight is only for models with one output: give sample_weight.");
  if (y.size() != 1) model.fail(fmt::format("it has 1 output, but received {} arrays of targets.", y.size()));
  of_classes_ = classes_of(model, y[0]);
  for (float& number : of_classes_) number = weight_of(number, class_weight);
  views_ = {View(of_classes_.data(), {static_cast<int>(of_classes_.size())})};
}

DataView prepare(ModelLayer& model, const Arrays& x) {
  Views data = data_of(model, x);
  model.build_once(data.front().shape());
  share_state_once(model);
  Views inputs = as_inputs(model, std::move(data));
  std::vector<Shape> outputs = LayerAccess::output_shapes(model, shapes_of(inputs));
  return {.x = std::move(inputs), .outputs = std::move(outputs)};
}

DataView prepare(ModelLayer& model, const Arrays& x, const Arrays& y, const SampleWeights& weights) {
  const Trainer& trainer = trainer_of(model);
  const Views given = data_of(model, x);
  if (y.size() != model.outputs().size()) {
    const std::size_t count = model.outputs().size();
    model.fail(
        fmt::format("it has {} output{}, but received {} array{} of targets. Give {}.", count,
                    count == 1 ? "" : "s", y.size(), y.size() == 1 ? "" : "s",
                    count == 1 ? "one array" : "a list of them in the outputs' order, such as {a, b}"));
  }
  Views targets;
  for (std::size_t i = 0; i < y.size(); ++i) targets.push_back(y[i]);
  const auto checked = [&]() -> DataView {
    Views inputs = as_inputs(model, given);
    std::vector<Shape> outputs = LayerAccess::output_shapes(model, shapes_of(inputs));
    DataView data{std::move(inputs), targets, weights.views(), std::move(outputs)};
    trainer.check(data, weights.are_of_classes());
    return data;
  };
  model.build_once(given.front().shape(), checked);
  share_state_once(model);
  return checked();
}

Views slice(const Views& arrays, std::size_t begin, std::size_t end) {
  Views parts;
  for (const View& whole : arrays) {
    View& part = parts.emplace_back();
    if (whole.empty()) continue;
    Shape shape = whole.shape();
    const std::size_t sample = whole.size() / static_cast<std::size_t>(shape[0]);
    shape[0] = static_cast<int>(end - begin);
    part = {whole.data() + begin * sample, shape};
  }
  return parts;
}

DataView DataView::part(std::size_t begin, std::size_t end) const {
  DataView part{slice(x, begin, end), slice(y, begin, end), slice(sample_weight, begin, end), outputs};
  for (Shape& shape : part.outputs) shape[0] = static_cast<int>(end - begin);
  return part;
}

Views SampleCopies::operator()(const Views& data, std::span<const std::size_t> indices) {
  memory_.resize(data.size());
  Views copies;
  for (std::size_t i = 0; i < data.size(); ++i) {
    if (data[i].empty()) {
      copies.emplace_back();
      continue;
    }
    Shape shape = data[i].shape();
    const std::size_t sample = data[i].size() / static_cast<std::size_t>(shape[0]);
    shape[0] = static_cast<int>(indices.size());
    within_memory(
        [&] { memory_[i].resize(indices.size() * sample); },
        [&] {
          throw MemoryError(fmt::format(
              "A batch of shape {} does not fit into memory: use a smaller batch_size.", to_string(shape)));
        });
    float* target = memory_[i].data();
    for (std::size_t index : indices) target = std::copy_n(data[i].data() + index * sample, sample, target);
    copies.emplace_back(memory_[i].data(), shape);
  }
  return copies;
}

void require_one_output(const ModelLayer& model) {
  const std::size_t count = model.outputs().size();
  if (count > 1) model.fail(fmt::format("it has {} outputs: predict_all() gives an array for each.", count));
}

void check_count(const char* option, std::optional<int> count) {
  if (count && *count <= 0)
    throw ValueError(fmt::format("{} must be positive, but received {}.", option, *count));
}

void check_verbose(int verbose) {
  if (verbose < 0 || verbose > 2)
    throw ValueError(fmt::format("verbose must be 0, 1 or 2, but received {}.", verbose));
}

void check_class_weight(const ClassWeight& class_weight) {
  for (const auto& [number, weight] : class_weight) {
    if (!std::isfinite(weight) || weight < 0.0f) {
      throw ValueError(fmt::format(
          "class_weight must be finite numbers, 0 or more, but that of class {} is {}.", number, weight));
    }
  }
}

/// A weight of 0 is often the integer division 1 / 3.
void note_zero_weights(const ClassWeight& class_weight) {
  for (const auto& [number, weight] : class_weight) {
    if (weight != 0.0f) continue;
    print_note(fmt::format(
        "class_weight: class {} has the weight 0, so the model learns nothing from its samples.", number));
  }
}

void check_options(const FitOptions& options) {
  check_count("batch_size", options.batch_size);
  if (options.epochs < 0)
    throw ValueError(fmt::format("epochs must not be negative, but received {}.", options.epochs));
  if (options.verbose) check_verbose(*options.verbose);
  if (!(options.validation_split >= 0.0 && options.validation_split < 1.0)) {
    throw ValueError(fmt::format("validation_split must be from 0 to less than 1, but received {}.",
                                 options.validation_split));
  }
  check_class_weight(options.class_weight);
  if (options.verbose != 0) note_zero_weights(options.class_weight);
  if (options.initial_epoch < 0) {
    throw ValueError(
        fmt::format("initial_epoch must not be negative, but received {}.", options.initial_epoch));
  }
  check_count("steps_per_epoch", options.steps_per_epoch);
  check_count("validation_steps", options.validation_steps);
  check_count("validation_batch_size", options.validation_batch_size);
  check_count("validation_freq", options.validation_freq.every());
}

void check_no_sample_weight(const Tensor& for_all, const std::vector<Tensor>& for_each) {
  if (for_all.dimension() > 0)
    throw ValueError("sample_weight is for arrays: put the weights into the batches, Data{x, y, weights}.");
  if (!for_each.empty())
    throw ValueError("sample_weights are for arrays: put them into the batches, as Data's sample_weights.");
}

void check_options_of_batches(const FitOptions& options) {
  if (options.validation_split > 0.0 && !options.validation_data)
    throw ValueError("validation_split is for arrays: give validation_data in its place.");
  check_no_sample_weight(options.sample_weight, options.sample_weights);
}

}  // namespace keratin
