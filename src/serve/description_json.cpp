// What GET /model answers.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "models/model_layer.hpp"
#include "models/summary_table.hpp"
#include "saving/json.hpp"
#include "serve/description.hpp"

namespace keratin::serving {

namespace {

Config list_of(const Shape& shape) {
  Config::List sizes;
  for (int size : shape) sizes.push_back(size == None ? Config() : Config(size));
  return sizes;
}

Config list_of(const Range& range) { return Config::List{Config(range.first), Config(range.second)}; }

Config inputs_of(const ModelLayer& model, const Description& description) {
  Config::List inputs;
  for (std::size_t i = 0; i < description.inputs.size(); ++i) {
    inputs.push_back(
        Config::entries({{"name", description.inputs[i]}, {"shape", list_of(model.values()[i].shape)}}));
    if (description.labels == i) inputs.back().set("num_classes", description.num_classes);
  }
  return inputs;
}

Config outputs_of(const ModelLayer& model, const Description& description) {
  Config::List outputs;
  const std::vector<Shape> shapes = model.output_shapes();
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    outputs.push_back(Config::entries({{"name", description.outputs[i]}, {"shape", list_of(shapes[i])}}));
  }
  return outputs;
}

/// "[-1, 1]", "[0, 1]", "[0, 255]" or "any".
Config range_text(const std::optional<Range>& range) {
  return range ? fmt::format("[{}, {}]", range->first, range->second) : "any";
}

/// What black and white are in the images that a page shows: those that the model gives or, if it gives none,
/// those that it takes.
Config shown_range(const Description& description) {
  const bool takes = description.kind == "image_to_classes" || description.kind == "discriminator";
  return range_text(takes ? input_range_of(description) : description.ranges.output);
}

Config layers_of(const ModelLayer& model) {
  constexpr std::size_t width = 100;
  const std::vector<summary::Row> rows = summary::rows_of(model);
  const std::vector<summary::Lines> lines = summary::explained(model, rows, width);
  Config::List layers;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Layer& layer = *rows[i].layer;
    const Shape& output = rows[i].output_shape;
    layers.push_back(
        Config::entries({{"name", layer.name()},
                         {"class", layer.class_name()},
                         {"output_shape", list_of(output)},
                         {"params", static_cast<std::int64_t>(summary::parameters_of(layer).all)},
                         {"explain", fmt::format("{}", fmt::join(lines[i], "\n"))},
                         {"is_map", output.rank() == 4}}));
  }
  return layers;
}

std::string summary_of(const Model& model) {
  std::string text;
  model.summary({.print_fn = [&](const std::string& line) { text += line + '\n'; }});
  return text;
}

}  // namespace

std::string to_json(const Model& handle, const Description& description, std::uint64_t loaded) {
  const ModelLayer& model = layer_of(handle);
  const bool classifies = description.kind == "image_to_classes";
  Config json = Config::entries(
      {{"name", handle.name()},
       {"kind", description.kind},
       {"version", 1},
       {"loaded", static_cast<std::int64_t>(loaded)},
       {"inputs", inputs_of(model, description)},
       {"outputs", outputs_of(model, description)},
       {"range", shown_range(description)},
       {"input_range", list_of(input_range_of(description))},
       {"output_range", description.ranges.output ? list_of(*description.ranges.output) : Config()},
       {"classes", classifies ? Config(model.output_shapes().front()[1]) : Config()},
       {"output_activation", description.activation},
       {"params", static_cast<std::int64_t>(handle.count_params())},
       {"layers", layers_of(model)},
       {"summary", summary_of(handle)}});
  if (const auto& image = description.image)
    json.set("image_shape", list_of(Shape{image->rows, image->columns, image->channels}));
  return saving::to_json(json);
}

}  // namespace keratin::serving
