#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>

#include "keratin/error.hpp"
#include "models/deserialize.hpp"
#include "models/explain_size.hpp"
#include "models/summary_table.hpp"
#include "printable.hpp"

namespace keratin::summary {

namespace {

/// What the axes of a weight mean.
struct Axes {
  std::string_view class_name, weight;
  int rank;
  std::string_view meaning;
};

constexpr std::array known_axes = {
    Axes{"Dense", "kernel", 2, "inputs, units"},
    Axes{"Dense", "bias", 1, "units"},
    Axes{"Conv2D", "kernel", 4, "rows, columns, input channels, filters"},
    Axes{"Conv2D", "bias", 1, "filters"},
    Axes{"Conv2DTranspose", "kernel", 4, "rows, columns, filters, input channels"},
    Axes{"Conv2DTranspose", "bias", 1, "filters"},
    Axes{"Conv1D", "kernel", 3, "steps, input channels, filters"},
    Axes{"Conv1D", "bias", 1, "filters"},
    Axes{"Conv1DTranspose", "kernel", 3, "steps, filters, input channels"},
    Axes{"Conv1DTranspose", "bias", 1, "filters"},
    Axes{"Embedding", "embeddings", 2, "indices, numbers of a vector"},
    Axes{"DepthwiseConv2D", "kernel", 4, "rows, columns, input channels, filters of each"},
    Axes{"DepthwiseConv2D", "bias", 1, "filters"},
    Axes{"SeparableConv2D", "depthwise_kernel", 4, "rows, columns, input channels, filters of each"},
    Axes{"SeparableConv2D", "pointwise_kernel", 4, "1, 1, maps between, filters"},
    Axes{"SeparableConv2D", "bias", 1, "filters"},
    Axes{"BatchNormalization", "gamma", 1, "channels"},
    Axes{"BatchNormalization", "beta", 1, "channels"},
    Axes{"BatchNormalization", "moving_mean", 1, "channels"},
    Axes{"BatchNormalization", "moving_variance", 1, "channels"},
    Axes{"GroupNormalization", "gamma", 1, "channels"},
    Axes{"GroupNormalization", "beta", 1, "channels"},
    Axes{"LayerNormalization", "gamma", 1, "places on the normalized axis"},
    Axes{"LayerNormalization", "beta", 1, "places on the normalized axis"},
    Axes{"PReLU", "alpha", 1, "inputs"},
    Axes{"PReLU", "alpha", 2, "steps, channels"},
    Axes{"PReLU", "alpha", 3, "rows, columns, channels"},
};

/// Empty where they are not known.
std::string_view axes_of(const Layer& layer, const Weight& weight) {
  if (!is_known_layer(layer)) return {};
  for (const Axes& axes : known_axes) {
    if (axes.class_name == layer.class_name() && axes.weight == weight.name() &&
        axes.rank == weight.shape().rank()) {
      return axes.meaning;
    }
  }
  return {};
}

std::string meaning_of(const Layer& layer, const Weight& weight) {
  const std::string_view axes = axes_of(layer, weight);
  if (weight.trainable()) return std::string(axes);
  return axes.empty() ? "not trained" : fmt::format("{}; not trained", axes);
}

/// `3·3·128·1`.
std::string product(std::span<const int> sizes) {
  std::string text;
  for (int size : sizes) text += (text.empty() ? "" : "·") + with_separators(static_cast<std::size_t>(size));
  return text.empty() ? "1" : text;
}

/// `1 channel`, `3,200 channels`.
std::string counted(int number, const std::string& noun) {
  return with_separators(static_cast<std::size_t>(number)) + ' ' + noun + (number == 1 ? "" : "s");
}

/// The sizes of a convolution's window: a kernel's dimensions but the last two.
std::span<const int> window_of(const Shape& kernel) { return {kernel.begin(), kernel.size() - 2}; }

/// How the output of a convolution with this kernel comes about; empty where it is none.
std::string maps_of(std::string_view layer, const Shape& kernel, const std::string& bias) {
  const std::string window = product(window_of(kernel));
  const std::string place = layer.starts_with("Conv1D") ? "step" : "pixel";
  const std::string places = fmt::format("{} {}{}", window, place, window == "1" ? "" : "s");
  if (layer == "Conv2D" || layer == "Conv1D") {
    return fmt::format("each filter makes one map: at every place it sums {} in {}, each times a weight{}",
                       places, counted(kernel[-2], "channel"), bias);
  }
  if (layer == "Conv2DTranspose" || layer == "Conv1DTranspose") {
    return fmt::format("each filter makes one map: every {} in {} adds {} weights times its value{}", place,
                       counted(kernel[-1], "channel"), window, bias);
  }
  if (layer == "DepthwiseConv2D") {
    return fmt::format(
        "each filter makes one map of one channel: at every place it sums {}, each times a weight{}", places,
        bias);
  }
  if (layer == "SeparableConv2D") {
    return fmt::format(
        "each of {} between sums {} of one channel, each times a weight; each filter makes one map: at "
        "every place it sums those between, each times a weight{}",
        counted(kernel[2] * kernel[3], "map"), places, bias);
  }
  return {};
}

/// How an output comes about; empty where that is not known.
std::string output_of(const Layer& layer) {
  const std::vector<Weight*> weights = layer.weights();
  if (weights.empty() || axes_of(layer, *weights.front()).empty()) return {};
  const Shape& first = weights.front()->shape();
  const std::string bias = weights.back()->name() == "bias" ? ", plus a bias" : "";
  if (layer.class_name() == "Dense") {
    return fmt::format("each unit sums {}, each times a weight{}", counted(first[0], "input"), bias);
  }
  if (layer.class_name() == "Embedding") {
    return fmt::format("each index becomes its row: one of {} of {}", counted(first[0], "vector"),
                       counted(first[1], "number"));
  }
  return first.rank() < 3 ? std::string() : maps_of(layer.class_name(), first, bias);
}

/// `3·3·128·1 + 1 = 1,153`; for a model, its layers' numbers.
std::string sum_of(const Layer& layer, std::size_t total) {
  Lines terms;
  std::size_t sum = 0;
  if (const SequentialLayer* model = as_model(layer)) {
    for (const Node& node : model->nodes()) {
      const std::size_t count = parameters_of(*node.layer).all;
      if (count > 0) terms.push_back(fmt::format("{} {}", node.layer->name(), with_separators(count)));
      sum += count;
    }
  } else {
    for (const Weight* weight : layer.weights()) {
      terms.push_back(product({weight->shape().begin(), weight->shape().size()}));
      sum += weight->size();
    }
  }
  const std::string once = sum == total ? "" : " (shared weights count once)";
  const std::string left = fmt::format("{}", fmt::join(terms, " + ")), right = with_separators(total);
  return left == right ? right : left + " = " + right + once;
}

/// For one sample; nothing where open dimensions decide.
std::optional<std::size_t> multiply_adds_of(const Node& node) {
  Shape input_shape = node.input_shape;
  input_shape[0] = 1;
  try {
    const std::size_t count = node.layer->multiply_adds(input_shape);
    if (count == 0 || input_shape.fully_known()) return count;
  } catch (const ValueError&) {
  }
  return std::nullopt;
}

std::string text_of(std::optional<std::size_t> multiply_adds) {
  return multiply_adds ? with_separators(*multiply_adds) : "depends on the input's size";
}

/// Lines of labels and texts, the texts below each other.
class Explanation {
 public:
  explicit Explanation(std::size_t width) : text_width_(width - indent - label_width) {}

  void add(const std::string& label, const std::string& text) {
    std::string begin =
        padded(std::string(indent, ' ') + printable_message(label), indent + label_width - 1) + ' ';
    for (const std::string& line : wrapped(printable_message(text), text_width_)) {
      lines_.push_back(begin + line);
      begin.assign(indent + label_width, ' ');
    }
  }

  [[nodiscard]] Lines take_lines() { return std::move(lines_); }

 private:
  static constexpr std::size_t indent = 4, label_width = 17;
  std::size_t text_width_;
  Lines lines_;
};

/// What one number of each layer's output depends on, for layers that add to it.
using Fields = std::map<const Layer*, std::string>;

Fields fields_of(const SequentialLayer& model) {
  Fields fields;
  ReceptiveField field;
  std::string before = field.text();
  for (const Node& node : model.nodes()) {
    field.add(node);
    const std::string after = field.text();
    if (!after.empty() && after != before) fields.emplace(node.layer.get(), after);
    before = after;
  }
  return fields;
}

/// How many numbers the outputs of all layers are for one sample; nothing where open dimensions decide.
std::optional<std::size_t> outputs_of(const SequentialLayer& model) {
  std::size_t numbers = 0;
  for (const Node& node : model.nodes()) {
    const Shape sample = node.output_shape.without_batch();
    if (!sample.fully_known()) return std::nullopt;
    const SequentialLayer* nested = as_model(*node.layer);
    numbers += nested == nullptr ? sample.element_count() : outputs_of(*nested).value_or(0);
  }
  return numbers;
}

Lines explain(const Fields& fields, const Node& node, std::size_t width) {
  Explanation explanation(width);
  const Layer& layer = *node.layer;
  if (const std::size_t total = parameters_of(layer).all; total > 0)
    explanation.add("parameters", sum_of(layer, total));
  if (as_model(layer) == nullptr) {
    std::size_t shape_width = 0;
    for (const Weight* weight : layer.weights())
      shape_width = std::max(shape_width, to_string(weight->shape()).size());
    for (const Weight* weight : layer.weights()) {
      explanation.add(weight->name(),
                      padded(to_string(weight->shape()), shape_width + 2) + meaning_of(layer, *weight));
    }
  }
  if (const std::string output = output_of(layer); !output.empty()) explanation.add("output", output);
  if (const std::string size = size_of_output(node); !size.empty()) explanation.add("size", size);
  if (const auto field = fields.find(&layer); field != fields.end())
    explanation.add("depends on", field->second + " of the model's input");
  if (const auto multiply_adds = multiply_adds_of(node); multiply_adds != std::size_t{0}) {
    explanation.add("multiply-adds", text_of(multiply_adds));
  }
  return explanation.take_lines();
}

}  // namespace

Lines explain_lines(const SequentialLayer& model, const SummaryOptions& options) {
  if (options.batch_size < 1) {
    throw ValueError(
        fmt::format("summary: batch_size must be positive, but received {}.", options.batch_size));
  }
  const Details details = [fields = fields_of(model)](const Node& node, std::size_t width) {
    return explain(fields, node, width);
  };
  Lines lines = keras2_lines(model, options, columns_of(options, {80, {0.5, 0.85, 1.0}, 2}), details);
  std::optional<std::size_t> total = 0;
  for (const Node& node : model.nodes()) {
    const auto multiply_adds = multiply_adds_of(node);
    total = total && multiply_adds ? std::optional(*total + *multiply_adds) : std::nullopt;
  }
  lines.insert(lines.end() - 1, "Multiply-adds for one sample: " + text_of(total));
  if (const auto numbers = outputs_of(model)) {
    const std::size_t bytes = *numbers * sizeof(float) * static_cast<std::size_t>(options.batch_size);
    lines.insert(lines.end() - 1, fmt::format("Outputs of all layers for a batch of {}: {} bytes",
                                              options.batch_size, with_separators(bytes)));
  }
  return lines;
}

}  // namespace keratin::summary
