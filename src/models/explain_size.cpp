#include "models/explain_size.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "config/values.hpp"
#include "layers/known_layers.hpp"

namespace keratin::summary {

namespace {

using layers::SizeRule;

/// What a layer does along one of the axes of its images, sequences or volumes.
struct AxisChange {
  SizeRule rule;
  std::string padding = {};
  int window = 1, stride = 1, dilation = 1;
  std::optional<int> output_padding = {};
  int before = 0, after = 0;
};

/// The numbers of an argument such as strides, one an axis; all 1 if it is None.
std::vector<int> per_axis(const Config& config, const char* name, std::size_t axes, int otherwise = 1) {
  std::vector<int> numbers;
  const Config* argument = config.find(name);
  if (argument == nullptr || argument->is_none()) return std::vector<int>(axes, otherwise);
  const bool is_list = argument->as<Config::List>() != nullptr;
  read_argument(name, is_list ? *argument : Config::List{*argument}, numbers);
  numbers.resize(axes, numbers.empty() ? otherwise : numbers.front());
  return numbers;
}

/// The two numbers of each axis of a padding or a cropping.
void read_ends(const Config& config, const char* name, std::vector<AxisChange>& axes) {
  const Config* ends = config.find(name);
  if (ends == nullptr) return;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const Config& own = axes.size() == 1 ? *ends : ends->as<Config::List>()->at(i);
    std::vector<int> numbers;
    read_argument(name, own, numbers);
    axes[i].before = numbers.front();
    axes[i].after = numbers.back();
  }
}

/// One entry an axis; empty if the layer is none that changes images or sequences, or a user's own.
std::vector<AxisChange> changes_of(const Row& row) {
  const layers::KnownLayer* known = layers::known_layer(*row.layer);
  const SizeRule rule = known == nullptr ? SizeRule::none : known->facts.size_rule;
  if (rule == SizeRule::none) return {};
  const Config config = row.layer->get_config();
  const std::size_t count = static_cast<std::size_t>(row.input_shape.rank()) - 2;
  const char* window_name = config.find("kernel_size") != nullptr ? "kernel_size" : "pool_size";
  std::vector<AxisChange> axes(count, AxisChange{rule});
  if (rule == SizeRule::pad) read_ends(config, "padding", axes);
  if (rule == SizeRule::crop) read_ends(config, "cropping", axes);
  const bool slides = rule == SizeRule::window || rule == SizeRule::transposed_window;
  const std::vector<int> windows = per_axis(config, window_name, count),
                         dilations = per_axis(config, "dilation_rate", count);
  std::vector<int> strides = per_axis(config, rule == SizeRule::repeat ? "size" : "strides", count);
  if (const Config* given = config.find("strides"); given != nullptr && given->is_none()) strides = windows;
  const std::vector<int> extra = per_axis(config, "output_padding", count, None);
  for (std::size_t i = 0; i < count; ++i) {
    axes[i].window = windows[i];
    axes[i].stride = strides[i];
    axes[i].dilation = dilations[i];
    if (extra[i] != None) axes[i].output_padding = extra[i];
    if (slides) axes[i].padding = config.get<std::string>("padding");
  }
  return axes;
}

/// A dilated window with its gaps, as in `((3 − 1)·2 + 1)`.
std::string extent_of(const AxisChange& axis) {
  return axis.dilation == 1 ? fmt::format("{}", axis.window)
                            : fmt::format("(({} − 1)·{} + 1)", axis.window, axis.dilation);
}

std::string window_formula(const AxisChange& axis, int input) {
  if (axis.padding != "valid") {
    return axis.stride == 1 ? std::string() : fmt::format("⌈{} / {}⌉", input, axis.stride);
  }
  const std::string places = fmt::format("{} − {}", input, extent_of(axis));
  return axis.stride == 1 ? places + " + 1" : fmt::format("⌊({}) / {}⌋ + 1", places, axis.stride);
}

/// See Keras's compute_conv_transpose_output_length.
std::string transposed_formula(const AxisChange& axis, int input) {
  const bool is_same = axis.padding == "same";
  if (axis.output_padding) {
    const std::string padding = is_same ? fmt::format(" − 2·⌊{} / 2⌋", extent_of(axis)) : "";
    return fmt::format("({} − 1)·{} + {}{} + {}", input, axis.stride, extent_of(axis), padding,
                       *axis.output_padding);
  }
  if (is_same) return axis.stride == 1 ? std::string() : fmt::format("{}·{}", input, axis.stride);
  return fmt::format("{}·{} + max({} − {}, 0)", input, axis.stride, extent_of(axis), axis.stride);
}

/// Empty if the size stays.
std::string formula(const AxisChange& axis, int input) {
  switch (axis.rule) {
    case SizeRule::none:
      break;
    case SizeRule::window:
      return window_formula(axis, input);
    case SizeRule::transposed_window:
      return transposed_formula(axis, input);
    case SizeRule::repeat:
      return fmt::format("{}·{}", input, axis.stride);
    case SizeRule::pad:
      return fmt::format("{} + {} + {}", axis.before, input, axis.after);
    case SizeRule::crop:
      return fmt::format("{} − {} − {}", input, axis.before, axis.after);
  }
  return {};
}

int first_axis(const Layer& layer) {
  const Config config = layer.get_config();
  const Config* format = config.find("data_format");
  const auto* name = format == nullptr ? nullptr : format->as<std::string>();
  return name != nullptr && *name == "channels_first" ? 2 : 1;
}

/// `rows, columns: …; depth: …`: each equation with the axes, adjacent ones, that it is for.
std::string equations_of_axes(const Lines& equations) {
  const std::size_t count = equations.size();
  Lines names{"steps"}, parts;
  if (count > 1) names = {"depth", "rows", "columns"};
  if (names.size() < count) return {};
  names.erase(names.begin(), names.end() - static_cast<std::ptrdiff_t>(count));
  for (std::size_t i = 0, end = 0; i < count; i = end) {
    while (end < count && equations[end] == equations[i]) ++end;
    if (equations[i].empty()) continue;
    const std::span axes(names.data() + i, end - i);
    const std::string last = axes.size() > 1 ? " and " + axes.back() : "";
    parts.push_back(fmt::format("{}{}: {}",
                                fmt::join(axes.first(std::max<std::size_t>(axes.size() - 1, 1)), ", "), last,
                                equations[i]));
  }
  return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace

std::string place_name(int axes) {
  if (axes == 1) return "step";
  return axes == 3 ? "voxel" : "pixel";
}

std::string size_of_output(const Row& row) {
  const std::vector<AxisChange> axes = changes_of(row);
  Lines equations;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const int axis = first_axis(*row.layer) + static_cast<int>(i);
    if (row.input_shape[axis] == None) return {};
    const std::string text = formula(axes[i], row.input_shape[axis]);
    equations.push_back(text.empty() ? "" : fmt::format("{} = {}", text, row.output_shape[axis]));
  }
  return equations_of_axes(equations);
}

void ReceptiveField::add(const Row& row) {
  const std::vector<AxisChange> axes = changes_of(row);
  if (axes.empty()) {
    const bool keeps_places =
        row.input_shape == row.output_shape && layers::known_layer(*row.layer) != nullptr;
    known_ = known_ && keeps_places;
    return;
  }
  if (extents_.empty()) extents_.resize(axes.size());
  known_ = known_ && extents_.size() == axes.size();
  if (!known_) return;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    Extent& extent = extents_[i];
    const double reach = (axes[i].window - 1) * axes[i].dilation;
    if (axes[i].rule == SizeRule::window) {
      extent.size += reach * extent.step;
      extent.step *= axes[i].stride;
    } else {
      extent.size += std::floor(reach / axes[i].stride) * extent.step;
      extent.step /= axes[i].stride;
    }
  }
}

std::string ReceptiveField::text() const {
  if (!known_ || extents_.empty()) return {};
  std::string text;
  bool is_one = true;
  for (const Extent& extent : extents_) {
    const auto size = static_cast<long>(std::ceil(extent.size));
    is_one = is_one && size == 1;
    text += fmt::format("{}{}", text.empty() ? "" : "·", size);
  }
  return is_one ? std::string() : text + ' ' + place_name(static_cast<int>(extents_.size())) + 's';
}

}  // namespace keratin::summary
