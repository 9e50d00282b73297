#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "keratin/error.hpp"
#include "keratin/utils/image_utils.hpp"
#include "tool/commands.hpp"
#include "tool/files.hpp"
#include "tool/tiles.hpp"

namespace keratin::tool {

namespace {

struct Arguments {
  std::string model, picture, output;
  std::pair<float, float> range = {0.0f, 1.0f};
  std::optional<std::pair<float, float>> output_range;
  int batch_size = 16;
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
  const Sequential model = load(arguments.model);
  const PictureModel shapes(model);
  const Tensor picture =
      to_range(utils::load_img(arguments.picture, {.color_mode = shapes.color_mode()}), arguments.range);
  const Tiling tiling(shapes, shape_of(picture));
  const Tensor made = model.predict(tiling.cut(picture),
                                    {.batch_size = arguments.batch_size, .verbose = arguments.quiet ? 0 : 1});
  utils::save_img(arguments.output, to_levels(tiling.join(made), output_range), {.scale = false});
  if (!arguments.quiet) say_written(arguments.output);
}

}  // namespace

void add_image(CLI::App& program) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand("image", "Write what a model makes of a picture");
  command->add_option("model", arguments->model, "The model, from pictures to pictures: .keras or .h5")
      ->required();
  command
      ->add_option(
          "picture", arguments->picture,
          "The picture, PNG or JPEG; where the model's input has a fixed size, it is cut into such tiles")
      ->required();
  command->add_option("-o,--output", arguments->output, "The picture to write: .png, .jpg or .jpeg")
      ->required();
  command->add_option("--range", arguments->range, "What black and white are to the model; 0 1 by default");
  command->add_option("--output-range", arguments->output_range,
                      "The same in what the model gives, where it is another");
  command->add_option("--batch-size", arguments->batch_size, "Tiles computed at once")->capture_default_str();
  command->add_flag("-q,--quiet", arguments->quiet, "Print nothing");
  command->callback([arguments] { image(*arguments); });
}

}  // namespace keratin::tool
