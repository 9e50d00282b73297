#include "models/summary.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "keratin/error.hpp"
#include "keratin/print.hpp"
#include "layers/core/input_layer.hpp"
#include "models/summary_table.hpp"
#include "nearest_name.hpp"
#include "printable.hpp"

namespace keratin {

namespace {

summary::Lines lines_of(const ModelLayer& model, const SummaryOptions& options) {
  if (options.style == "keras2") return summary::keras2_lines(model, options);
  if (options.style == "keras3") return summary::keras3_lines(model, options);
  if (options.style == "explain") return summary::explain_lines(model, options);
  throw ValueError(
      fmt::format("Unknown summary style {}", among_known(options.style, {"keras2", "keras3", "explain"})));
}

}  // namespace

void print_summary(const ModelLayer& model, const SummaryOptions& options) {
  for (const std::string& line : lines_of(model, options)) {
    if (options.print_fn) {
      options.print_fn(line);
    } else {
      detail::print_line(line);
    }
  }
}

namespace summary {

namespace {

Row row_of(const ModelLayer& model, const ModelLayer::Node& node) {
  return {node.layer, model.input_shape_of(node), model.output_shape_of(node)};
}

}  // namespace

std::vector<Row> rows_of_calls(const ModelLayer& model) {
  std::vector<Row> rows;
  for (const ModelLayer::Node& node : model.nodes()) rows.push_back(row_of(model, node));
  return rows;
}

std::vector<Row> rows_of(const ModelLayer& model) {
  std::vector<Row> rows;
  for (const std::shared_ptr<Layer>& layer : model.listed_layers()) {
    const bool is_input = dynamic_cast<const layers::InputLayer*>(layer.get()) != nullptr;
    const Shape input = layer->declared_input_shape();
    rows.push_back(is_input ? Row{layer, input.with_batch(None), input.with_batch(None)}
                            : row_of(model, model.last_call(*layer)));
    rows.back().output_shape = model.with_fixed_batch(rows.back().output_shape);
  }
  return rows;
}

std::string output_shapes_of(const Row& row) {
  const ModelLayer* model = as_model(*row.layer);
  if (model == nullptr || model->outputs().size() == 1) return to_string(row.output_shape);
  Lines shapes;
  for (const Shape& shape : model->output_shapes()) shapes.push_back(to_string(shape));
  return fmt::format("[{}]", fmt::join(shapes, ", "));
}

Lines connections_of(const ModelLayer& model, const Layer& layer) {
  std::map<int, Lines> of_calls;
  for (const ModelLayer::Node& node : model.nodes()) {
    if (node.layer.get() != &layer) continue;
    for (std::size_t input : node.inputs) {
      const ModelLayer::Value& value = model.values()[input];
      const ModelLayer::Node* from = value.node ? &model.nodes()[*value.node] : nullptr;
      const std::string& name =
          from == nullptr ? model.functional_form()->input_names[input] : from->layer->name();
      of_calls[node.call].push_back(
          printable_message(fmt::format("{}[{}][{}]", name, from == nullptr ? 0 : from->number,
                                        from == nullptr ? 0 : input - from->output)));
    }
  }
  Lines connections;
  for (const auto& [call, lines] : of_calls)
    connections.insert(connections.end(), lines.begin(), lines.end());
  return connections;
}

const ModelLayer* as_model(const Layer& layer) { return dynamic_cast<const ModelLayer*>(&layer); }

std::string title_of(const Layer& layer) {
  return printable_message(fmt::format("{} ({})", layer.name(), layer.class_name()));
}

std::string header_of(const ModelLayer& model) {
  return printable_message(fmt::format("Model: \"{}\"", model.name()));
}

Parameters parameters_of(const Layer& layer) {
  const auto count_once = [](std::vector<Weight*> weights) {
    std::sort(weights.begin(), weights.end());
    weights.erase(std::unique(weights.begin(), weights.end()), weights.end());
    return count_params(weights);
  };
  std::vector<Weight*> integers = layer.weights();
  std::erase_if(integers, [](const Weight* weight) { return !weight->integer(); });
  return {count_once(layer.weights()), count_once(layer.trainable_weights()), count_once(integers)};
}

std::string with_separators(std::size_t number) {
  std::string text = std::to_string(number);
  for (std::size_t end = text.size(); end > 3; end -= 3) text.insert(end - 3, 1, ',');
  return text;
}

namespace {

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !continues_character(c); }));
}

std::string_view cut(std::string_view text, std::size_t width) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (continues_character(text[i])) continue;
    if (width == 0) return text.substr(0, i);
    --width;
  }
  return text;
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t taken = width_of(text);
  return std::string(text) + std::string(taken < width ? width - taken : 0, ' ');
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string result;
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

Lines wrapped(std::string_view text, std::size_t width) {
  constexpr std::string_view blanks = " \t\n\v\f\r";
  const auto without_end = [&](std::string_view line) {
    return line.substr(0, line.find_last_not_of(blanks) + 1);
  };
  Lines lines;
  std::size_t begin = 0, end = 0;
  while (end < text.size()) {
    const std::size_t word = text.find_first_not_of(blanks, end);
    const std::size_t word_end = std::min(text.find_first_of(blanks, word), text.size());
    if (end > begin && width_of(text.substr(begin, word_end - begin)) > width) {
      lines.emplace_back(without_end(text.substr(begin, end - begin)));
      begin = end;
    }
    end = std::min(text.find_first_not_of(blanks, word_end), text.size());
  }
  lines.emplace_back(without_end(text.substr(begin)));
  return lines;
}

}  // namespace summary
}  // namespace keratin
