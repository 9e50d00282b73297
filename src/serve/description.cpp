#include "serve/description.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "images/image.hpp"
#include "keratin/error.hpp"
#include "keratin/layers/core/wrapper.hpp"
#include "models/model_layer.hpp"
#include "utils/lower_case.hpp"

namespace keratin::serving {

namespace {

/// Layers that change no number of an image's range.
bool keeps_range(std::string_view class_name) {
  constexpr std::array<std::string_view, 9> names = {
      "Reshape",      "Flatten",          "Permute",
      "Dropout",      "SpatialDropout2D", "Cropping2D",
      "UpSampling2D", "ZeroPadding2D",    "ActivityRegularization"};
  return std::find(names.begin(), names.end(), class_name) != names.end();
}

/// The name of the activation, or of the layer of that name, that makes an output.
std::string activation_of(const ModelLayer& model, std::size_t output) {
  std::size_t value = model.outputs()[output];
  while (const std::optional<std::size_t> number = model.values()[value].node) {
    const ModelLayer::Node& node = model.nodes()[*number];
    if (const auto* nested = dynamic_cast<const ModelLayer*>(node.layer.get()))
      return activation_of(*nested, value - node.output);
    const Layer& layer = layers::innermost(*node.layer);
    if (layer.activation() != nullptr) return std::string(layer.activation()->name);
    if (layer.class_name() == "Softmax" || layer.class_name().ends_with("ReLU"))
      return utils::lower_case(layer.class_name());
    if (!keeps_range(layer.class_name())) return "linear";
    value = node.inputs.front();
  }
  return "linear";
}

std::optional<Range> range_of(const std::string& activation) {
  if (activation == "tanh") return Range{-1.0f, 1.0f};
  if (activation == "sigmoid" || activation == "hard_sigmoid" || activation == "softmax")
    return Range{0.0f, 1.0f};
  return {};
}

/// The first layer that takes an input, in a nested model too; null if there is none.
const Layer* first_layer(const ModelLayer& model, std::size_t input) {
  const std::vector<std::size_t>& uses = model.values()[input].uses;
  if (uses.empty()) return nullptr;
  const ModelLayer::Node& node = model.nodes()[uses.front()];
  const auto* nested = dynamic_cast<const ModelLayer*>(node.layer.get());
  if (nested == nullptr) return node.layer.get();
  const auto place = std::find(node.inputs.begin(), node.inputs.end(), input) - node.inputs.begin();
  return first_layer(*nested, static_cast<std::size_t>(place));
}

bool takes_levels(const ModelLayer& model, std::size_t input) {
  const Layer* layer = first_layer(model, input);
  if (layer == nullptr || layer->class_name() != "Rescaling") return false;
  const Config config = layer->get_config();
  const Config* scale = config.find("scale");
  const double* factor = scale == nullptr ? nullptr : scale->as<double>();
  constexpr double largest = 1.0 / 100.0;  // 1 / 255 and 1 / 127.5 are less
  return factor != nullptr && *factor > 0.0 && *factor < largest;
}

/// The classes that an input of labels has; nothing if it is none.
std::optional<int> classes_of(const ModelLayer& model, std::size_t input, const std::string& name) {
  constexpr int most = 1000;
  const Layer* layer = first_layer(model, input);
  const Shape& shape = model.values()[input].shape;
  const bool is_number = shape.rank() == 1 || (shape.rank() == 2 && shape[1] == 1);
  if (layer != nullptr && layer->class_name() == "Embedding") {
    const int classes = layer->get_config().get<int>("input_dim");
    return is_number && classes <= most ? std::optional(classes) : std::nullopt;
  }
  const std::string lower = utils::lower_case(name);
  const auto is_called = [&](std::string_view part) { return lower.find(part) != std::string::npos; };
  const bool is_label = is_called("label") || is_called("class") || is_called("condition");
  if (is_label && shape.rank() == 2 && shape[1] > 1 && shape[1] <= most) return shape[1];
  return {};
}

/// A square image in a row of numbers.
std::optional<ImageForm> square_of(int numbers) {
  constexpr int least = 14;
  const int side = static_cast<int>(std::lround(std::sqrt(std::max(numbers, 0))));
  if (side < least || side * side != numbers) return {};
  return ImageForm{side, side, 1};
}

std::optional<ImageForm> image_of(const Shape& shape) {
  constexpr int least = 8;
  if (utils::is_image(shape)) return ImageForm{shape[1], shape[2], shape[3]};
  if (shape.rank() == 3 && shape[1] >= least && shape[2] >= least) return ImageForm{shape[1], shape[2], 1};
  if (shape.rank() == 2 && shape[1] != None) return square_of(shape[1]);
  return {};
}

/// Sets `kind` and `image` from the shapes of the main input and the output.
void set_kind(Description& description, const Shape& input, const Shape& output) {
  const std::optional<ImageForm> taken = image_of(input), made = image_of(output);
  const bool is_bounded = description.activation == "sigmoid" || description.activation == "tanh";
  const bool is_point = input.rank() == 2 && input[1] != None;
  const auto set = [&](const char* kind, const std::optional<ImageForm>& image) {
    description.kind = kind;
    description.image = image;
  };
  if (is_point && made && (utils::is_image(output) || (is_bounded && input[1] < output[1])))
    return set("vector_to_image", made);
  if (utils::is_image(input) && utils::is_image(output)) return set("image_to_image", taken);
  if (taken && output.rank() == 2 && output[1] == 1) return set("discriminator", taken);
  const bool fits = !is_point || description.activation == "softmax";
  if (taken && fits && output.rank() == 2 && output[1] > 1) return set("image_to_classes", taken);
}

}  // namespace

void check_ranges(const Ranges& ranges) {
  if (ranges.input) check_range("--range", *ranges.input);
  if (ranges.output) check_range("--output-range", *ranges.output);
}

Description describe(const Model& handle, const Ranges& given) {
  const ModelLayer& model = layer_of(handle);
  Description description;
  const auto& form = model.functional_form();
  description.inputs = form ? form->input_names : std::vector<std::string>{"input"};
  for (std::size_t i = 0; i < model.outputs().size(); ++i)
    description.outputs.push_back(model.output_name(i));
  description.activation = activation_of(model, 0);
  for (std::size_t i = 0; i < model.input_count() && model.input_count() == 2; ++i) {
    const std::optional<int> classes = classes_of(model, i, description.inputs[i]);
    if (!classes || description.labels) continue;
    description.labels = i;
    description.num_classes = *classes;
    description.main_input = 1 - i;
  }
  const bool fits = model.outputs().size() == 1 && (model.input_count() == 1 || description.labels);
  const Shape& input = model.values()[description.main_input].shape;
  if (fits) set_kind(description, input, model.output_shapes().front());
  description.ranges = given;
  if (!given.output && given.input && description.kind == "image_to_image") {
    description.ranges.output = given.input;
  } else if (!given.output) {
    description.ranges.output = range_of(description.activation);
  }
  if (!given.input && takes_levels(model, description.main_input))
    description.ranges.input = Range{0.0f, 255.0f};
  return description;
}

Range input_range_of(const Description& description) {
  const bool is_tanh = description.kind == "image_to_image" && description.activation == "tanh";
  return description.ranges.input.value_or(is_tanh ? Range{-1.0f, 1.0f} : Range{0.0f, 1.0f});
}

Range output_range_of(const Description& description) {
  return description.ranges.output.value_or(Range{0.0f, 1.0f});
}

}  // namespace keratin::serving
