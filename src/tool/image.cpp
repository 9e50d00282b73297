#include "images/image.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "images/image_file.hpp"
#include "keratin/error.hpp"
#include "keratin/utils/progbar.hpp"
#include "tool/commands.hpp"
#include "tool/files.hpp"
#include "tool/range.hpp"
#include "tool/tiles.hpp"

namespace keratin::tool {

namespace {

struct ImageArguments : WriteArguments {
  std::string image;
  Range range = {0.0f, 1.0f};
  std::optional<Range> output_range;
  int tile = 512;
  std::optional<int> overlap, batch_size;
};

/// Writes what the model makes of the image, a row of tiles after the other.
void write_made(const Model& model, const utils::Image& image, const Tiling& tiling,
                const ImageArguments& arguments) {
  constexpr std::int64_t pixels = std::int64_t{512} * 512;  // of the tiles computed at once
  const Tiling::Axis &rows = tiling.rows(), &columns = tiling.columns();
  const std::int64_t most = pixels / (std::int64_t{rows.tile} * columns.tile);
  const int fitting = static_cast<int>(std::clamp<std::int64_t>(most, 1, 32));
  const int across = columns.count(), at_once = std::min(across, arguments.batch_size.value_or(fitting));
  if (at_once < 1) throw ValueError(fmt::format("--batch-size must be positive, but received {}", at_once));
  const int steps = (across + at_once - 1) / at_once;
  utils::Progbar progress({.target = rows.count() * steps, .verbose = arguments.quiet ? 0 : 1});
  const auto channels = static_cast<std::size_t>(model.output_shape().back());
  utils::ImageFile file(
      arguments.output,
      {static_cast<std::size_t>(rows.whole), static_cast<std::size_t>(columns.whole), channels}, {});
  for (int down = 0; down < rows.count(); ++down) {
    utils::Image band = tiling.band(down, channels);
    for (int first = 0; first < across; first += at_once) {
      Tensor tiles = tiling.cut(image, down, first, std::min(at_once, across - first));
      to_range(tiles, arguments.range);
      const Tensor made = model.predict_on_batch(tiles);
      tiling.join(to_levels(made, arguments.output_range.value_or(arguments.range)), shape_of(made), down,
                  first, band);
      progress.add(1);
    }
    utils::add_rows(band, file);
  }
  file.commit();
}

void image(const ImageArguments& arguments) {
  check_output(arguments.output, {".png", ".jpg", ".jpeg"});
  check_range("--range", arguments.range);
  if (arguments.output_range) check_range("--output-range", *arguments.output_range);
  const Model model = for_any_size(load_to_predict(arguments.files));
  check_image_model(model);
  const std::string color_mode = color_mode_of(model.input_shape().back());
  const utils::Image image = utils::load_image(arguments.image, {.color_mode = color_mode});
  const std::array<std::size_t, 3> sizes = {image.rows, image.columns, image.channels};
  const Tiling tiling = tiling_for(model, Shape::from(sizes), arguments.tile, arguments.overlap);
  write_made(model, image, tiling, arguments);
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
