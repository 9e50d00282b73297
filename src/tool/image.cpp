#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "keratin/error.hpp"
#include "keratin/utils/image_utils.hpp"
#include "tool/any_size.hpp"
#include "tool/commands.hpp"
#include "tool/files.hpp"
#include "tool/tiles.hpp"

namespace keratin::tool {

namespace {

struct Arguments {
  ModelFiles files;
  std::string picture, output;
  std::pair<float, float> range = {0.0f, 1.0f};
  std::optional<std::pair<float, float>> output_range;
  int tile = 512;
  std::optional<int> overlap, batch_size;
  bool quiet = false;
};

/// From levels, 0 to 255, to what the model takes.
Tensor to_range(const Tensor& levels, const std::pair<float, float>& range) {
  Tensor values = levels;
  for (float& value : values) value = range.first + value / 255.0f * (range.second - range.first);
  return values;
}

/// From what the model gives to levels.
Tensor to_levels(const Tensor& values, const std::pair<float, float>& range) {
  Tensor levels = values;
  for (float& value : levels) {
    value = std::round((value - range.first) / (range.second - range.first) * 255.0f);
  }
  return levels;
}

void image(const Arguments& arguments) {
  check_ending(arguments.output, {".png", ".jpg", ".jpeg"});
  const auto output_range = arguments.output_range.value_or(arguments.range);
  for (const auto& [low, high] : {arguments.range, output_range}) {
    if (!std::isfinite(low) || !std::isfinite(high) || low == high) {
      throw ValueError("a range takes two numbers that differ, for black and for white");
    }
  }
  const Sequential model = for_any_size(load_to_predict(arguments.files));
  check_picture_model(model);
  const std::string color_mode = color_mode_of(model.input_shape().back());
  const Tensor picture =
      to_range(utils::load_img(arguments.picture, {.color_mode = color_mode}), arguments.range);
  const Tiling tiling = tiling_for(model, shape_of(picture), arguments.tile, arguments.overlap);
  const Tensor tiles = tiling.cut(picture);
  const int pixels = 512 * 512;  // of the tiles computed at once
  const int at_once = std::clamp(pixels / static_cast<int>(tiles.shape(1) * tiles.shape(2)), 1, 32);
  const Tensor made = model.predict(
      tiles, {.batch_size = arguments.batch_size.value_or(at_once), .verbose = arguments.quiet ? 0 : 1});
  utils::save_img(arguments.output, to_levels(tiling.join(made), output_range), {.scale = false});
  if (!arguments.quiet) say_written(arguments.output);
}

}  // namespace

void add_image(CLI::App& program) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand("image", "Write what a model makes of a picture");
  add_model(*command, arguments->files,
            "The model, from pictures to pictures: .keras, .h5, or .json with --weights");
  command
      ->add_option("picture", arguments->picture,
                   "The picture, PNG or JPEG, of any size where the layers can take it; otherwise it is cut "
                   "into tiles of the model's own size")
      ->required();
  command->add_option("-o,--output", arguments->output, "The picture to write: .png, .jpg or .jpeg")
      ->required();
  command->add_option("--range", arguments->range, "What black and white are to the model; 0 1 by default");
  command->add_option("--output-range", arguments->output_range,
                      "The same in what the model gives, where it is another");
  command
      ->add_option("--tile", arguments->tile,
                   "Rows and columns of the tiles that a larger picture is cut into")
      ->capture_default_str();
  command->add_option(
      "--overlap", arguments->overlap,
      "Pixels of a tile's edges that are left to its neighbours: half of the receptive field that "
      "`keratin summary --style explain` says leaves no seam; 32 by default, 0 for tiles of a "
      "model's own size");
  command->add_option("--batch-size", arguments->batch_size,
                      "Tiles computed at once; by default as many as have 512 by 512 pixels");
  command->add_flag("-q,--quiet", arguments->quiet, "Print nothing");
  command->callback([arguments] { image(*arguments); });
}

}  // namespace keratin::tool
