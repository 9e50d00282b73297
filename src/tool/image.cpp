#include "images/image.hpp"

#include <optional>
#include <utility>

#include "images/image_file.hpp"
#include "keratin/error.hpp"
#include "keratin/utils/progbar.hpp"
#include "serve/description.hpp"
#include "serve/image_run.hpp"
#include "tool/commands.hpp"
#include "tool/files.hpp"

namespace keratin::tool {

namespace {

struct ImageArguments : WriteArguments {
  std::string image;
  serving::Ranges ranges;
  int tile = 512;
  std::optional<int> overlap, batch_size;
};

/// Writes what the model makes of the image, a row of tiles after the other.
void write_made(serving::ImageRun& run, const ImageArguments& arguments) {
  utils::Progbar progress({.target = run.steps(), .verbose = arguments.quiet ? 0 : 1});
  utils::ImageFile file(arguments.output, run.size(), {});
  for (int step = 0; step < run.steps(); ++step) {
    run.next([&](const utils::Image& rows) { utils::add_rows(rows, file); });
    progress.add(1);
  }
  file.commit();
}

void image(const ImageArguments& arguments) {
  check_output(arguments.output, {".png", ".jpg", ".jpeg"});
  serving::check_ranges(arguments.ranges);
  const Model loaded = load_to_predict(arguments.files), model = serving::for_any_size(loaded);
  serving::check_image_model(model);
  const std::string color_mode = serving::color_mode_of(model.input_shape().back());
  utils::Image image = utils::load_image(arguments.image, {.color_mode = color_mode});
  const serving::Description description = serving::describe(loaded, arguments.ranges);
  serving::ImageRun run(model, std::move(image),
                        {.range = serving::input_range_of(description),
                         .output_range = serving::output_range_of(description),
                         .tile = arguments.tile,
                         .overlap = arguments.overlap,
                         .batch_size = arguments.batch_size});
  write_made(run, arguments);
  say_written(arguments);
}

}  // namespace

void add_image(CLI::App& program) {
  const auto [command, arguments] =
      add_command(program, "image", "Write what a model makes of an image",
                  "The model, from images to images: .keras, .h5, or .json with --weights", image);
  command
      .add_option("image", arguments.image,
                  "The image, PNG or JPEG, of any size if the layers can take it; otherwise it is cut "
                  "into tiles of the model's own size")
      ->required();
  command.add_option("-o,--output", arguments.output, "The image to write: .png, .jpg or .jpeg")->required();
  command
      .add_option(
          "--range", arguments.ranges.input,
          "What black and white are to the model: -1,1, for example; by default 0,255 if it begins with "
          "a Rescaling from there, else -1,1 if it ends with tanh, else 0,1")
      ->delimiter(',');
  command
      .add_option(
          "--output-range", arguments.ranges.output,
          "The same in what the model gives; by default --range if that is given, else -1,1 if it ends "
          "with tanh, else 0,1")
      ->delimiter(',');
  command
      .add_option("--tile", arguments.tile, "Rows and columns of the tiles that a larger image is cut into")
      ->capture_default_str();
  command.add_option(
      "--overlap", arguments.overlap,
      "Pixels of a tile's edges that are left to its neighbours: half of the receptive field that "
      "`keratin summary --style explain` says leaves no seam; 32 by default, 0 for tiles of a "
      "model's own size");
  command.add_option("--batch-size", arguments.batch_size,
                     "Tiles computed at once; by default as many as have 512 by 512 pixels");
  add_quiet(command, arguments);
}

}  // namespace keratin::tool
