#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>

#include "keratin/error.hpp"
#include "keratin/layers/core/wrapper.hpp"
#include "layers/known_layers.hpp"
#include "models/explain_size.hpp"
#include "models/summary_table.hpp"
#include "printable.hpp"

namespace keratin::summary {

namespace {

/// What the axes of a weight mean; empty if that is not known.
std::string_view axes_of(const Layer& layer, const Weight& weight) {
  const layers::KnownLayer* known = layers::known_layer(layers::innermost(layer));
  if (known == nullptr) return {};
  for (const auto& [name, axes] : known->facts.axes) {
    const bool fits = std::count(axes.begin(), axes.end(), ',') + 1 == weight.shape().rank();
    if (name == weight.name() && fits) return axes;
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
std::string counted(std::int64_t number, const std::string& noun) {
  return with_separators(static_cast<std::size_t>(number)) + ' ' + noun + (number == 1 ? "" : "s");
}

/// How an output comes about; empty if that is not known.
std::string output_of(const Layer& layer) {
  const layers::KnownLayer* known = layers::known_layer(layers::innermost(layer));
  if (known == nullptr || known->facts.output.empty() || layer.weights().empty()) return {};
  const Shape& kernel = layer.weights().front()->shape();
  const std::string window = product({kernel.begin(), kernel.size() - 2});
  const std::string place = place_name(kernel.rank() - 2);
  return fmt::format(fmt::runtime(known->facts.output), fmt::arg("inputs", counted(kernel[0], "input")),
                     fmt::arg("vectors", counted(kernel[0], "vector")),
                     fmt::arg("numbers", counted(kernel[-1], "number")), fmt::arg("window", window),
                     fmt::arg("place", place),
                     fmt::arg("places", fmt::format("{} {}{}", window, place, window == "1" ? "" : "s")),
                     fmt::arg("input_channels", counted(kernel[-2], "channel")),
                     fmt::arg("last_channels", counted(kernel[-1], "channel")),
                     fmt::arg("maps", counted(std::int64_t{kernel[-2]} * kernel[-1], "map")),
                     fmt::arg("bias", layer.weights().back()->name() == "bias" ? ", plus a bias" : ""));
}

/// `3·3·128·1 + 1 = 1,153`; for a model, its layers' numbers.
std::string sum_of(const Layer& layer, std::size_t total) {
  Lines terms;
  std::size_t sum = 0;
  if (const ModelLayer* model = as_model(layer)) {
    for (const std::shared_ptr<Layer>& inner : model->layers()) {
      const std::size_t count = parameters_of(*inner).all;
      if (count > 0) terms.push_back(fmt::format("{} {}", inner->name(), with_separators(count)));
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

/// For one sample; nothing if open dimensions decide.
std::optional<std::size_t> multiply_adds_of(const Row& row) {
  Shape input_shape = row.input_shape;
  input_shape[0] = 1;
  try {
    const std::size_t count = row.layer->multiply_adds(input_shape);
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

Fields fields_of(const ModelLayer& model) {
  Fields fields;
  if (!model.is_chain()) return fields;
  ReceptiveField field;
  std::string before = field.text();
  for (const Row& row : rows_of_calls(model)) {
    field.add(row);
    const std::string after = field.text();
    if (!after.empty() && after != before) fields.emplace(row.layer.get(), after);
    before = after;
  }
  return fields;
}

/// How many numbers the outputs of all layers are for one sample; nothing if open dimensions decide.
std::optional<std::size_t> outputs_of(const ModelLayer& model) {
  std::size_t numbers = 0;
  for (const Row& row : rows_of_calls(model)) {
    const Shape sample = row.output_shape.without_batch();
    if (!sample.fully_known()) return std::nullopt;
    const ModelLayer* nested = as_model(*row.layer);
    numbers += nested == nullptr ? sample.element_count() : outputs_of(*nested).value_or(0);
  }
  return numbers;
}

Lines explain(const ModelLayer& model, const Fields& fields, const Row& row, std::size_t width) {
  Explanation explanation(width);
  const Layer& layer = *row.layer;
  if (!model.is_chain()) {
    if (const Lines connections = connections_of(model, layer); !connections.empty())
      explanation.add("connected to", fmt::format("{}", fmt::join(connections, ", ")));
  }
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
  if (const std::string size = size_of_output(row); !size.empty()) explanation.add("size", size);
  if (const auto field = fields.find(&layer); field != fields.end())
    explanation.add("depends on", field->second + " of the model's input");
  if (const auto multiply_adds = multiply_adds_of(row); multiply_adds != std::size_t{0}) {
    explanation.add("multiply-adds", text_of(multiply_adds));
  }
  return explanation.take_lines();
}

}  // namespace

std::vector<Lines> explained(const ModelLayer& model, const std::vector<Row>& rows, std::size_t width) {
  const Fields fields = fields_of(model);
  std::vector<Lines> lines;
  lines.reserve(rows.size());
  for (const Row& row : rows) lines.push_back(explain(model, fields, row, width));
  return lines;
}

Lines explain_lines(const ModelLayer& model, const SummaryOptions& options) {
  if (options.batch_size < 1) {
    throw ValueError(
        fmt::format("summary: batch_size must be positive, but received {}.", options.batch_size));
  }
  const Details details = [&model, fields = fields_of(model)](const Row& row, std::size_t width) {
    return explain(model, fields, row, width);
  };
  Lines lines = keras2_lines(model, options, columns_of(options, {80, {0.5, 0.85, 1.0}, 2}), details);
  std::optional<std::size_t> total = 0;
  for (const Row& row : rows_of_calls(model)) {
    const auto multiply_adds = multiply_adds_of(row);
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
