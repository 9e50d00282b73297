#include "images/image.hpp"

#include <optional>
#include <utility>

#include "images/image_file.hpp"
#include "keratin/error.hpp"
#include "keratin/utils/progbar.hpp"
#include "serve/image_run.hpp"
#include "tool/commands.hpp"
#include "tool/files.hpp"

namespace keratin::tool {

namespace {

struct ImageArguments : WriteArguments {
  std::string image;
  serving::Range range = {0.0f, 1.0f};
  std::optional<serving::Range> output_range;
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
  serving::check_range("--range", arguments.range);
  if (arguments.output_range) serving::check_range("--output-range", *arguments.output_range);
  const Model model = serving::for_any_size(load_to_predict(arguments.files));
  serving::check_image_model(model);
  const std::string color_mode = serving::color_mode_of(model.input_shape().back());
  utils::Image image = utils::load_image(arguments.image, {.color_mode = color_mode});
  serving::ImageRun run(model, std::move(image),
                        {.range = arguments.range,
                         .output_range = arguments.output_range.value_or(arguments.range),
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
      .add_option("--range", arguments.range,
                  "What black and white are to the model: 0,255 or -1,1, for example; 0,1 by default")
      ->delimiter(',');
  command
      .add_option("--output-range", arguments.output_range,
                  "The same in what the model gives, if it is another")
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
