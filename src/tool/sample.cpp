#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/models/gan_utils.hpp"
#include "keratin/random.hpp"
#include "keratin/utils/image_utils.hpp"
#include "serve/range.hpp"
#include "tool/commands.hpp"
#include "tool/files.hpp"

namespace keratin::tool {

namespace {

struct SampleArguments : WriteArguments {
  std::string grid = "10x10", shape;
  std::optional<std::int64_t> seed;
  std::optional<serving::Range> range;
  int zoom = 1;
};

/// The numbers of a text such as `28x28x1`; empty if it is none, or one is not from 1 to `most`.
std::vector<int> parse_sizes(const std::string& text, int most) {
  std::vector<int> sizes;
  const char *place = text.data(), *end = place + text.size();
  while (true) {
    const auto [stop, error] = std::from_chars(place, end, sizes.emplace_back());
    if (error != std::errc() || sizes.back() < 1 || sizes.back() > most) return {};
    if (stop == end) return sizes;
    if (*stop != 'x') return {};
    place = stop + 1;
  }
}

/// Rows and columns.
std::pair<int, int> parse_grid(const std::string& text) {
  const std::vector<int> sizes = parse_sizes(text, 100);
  if (sizes.size() == 2) return {sizes[0], sizes[1]};
  throw ValueError(
      fmt::format("--grid takes rows and columns from 1 to 100, such as 10x10, but received '{}'", text));
}

/// (rows, columns, channels).
Shape parse_shape(const std::string& text) {
  constexpr int most = 1 << 12;
  std::vector<int> sizes = parse_sizes(text, most);
  if (sizes.size() == 2) sizes.push_back(1);
  if (sizes.size() == 3) return Shape::from(sizes);
  throw ValueError(
      fmt::format("--shape takes rows, columns and, if there are several, channels, from 1 to {}, such as "
                  "28x28 or 28x28x3, but received '{}'",
                  most, text));
}

/// The shape of an image, if the numbers that the generator makes of a point are one.
Shape image_shape(const Model& generator, const std::string& given) {
  const Shape input = generator.input_shape(), made = generator.output_shape().without_batch();
  const bool takes_points = input.rank() == 2 && input[1] != None;
  if (takes_points && given.empty() && made.rank() == 3) return made;
  if (!takes_points || given.empty()) {
    throw ValueError(fmt::format(
        "sample takes a generator, which makes images (batch, rows, columns, channels) of latent points "
        "(batch, numbers), but this model makes {} of {}{}",
        to_string(generator.output_shape()), to_string(input),
        takes_points ? "; --shape 28x28 says that its numbers are those of 28 rows and 28 columns" : ""));
  }
  const Shape shape = parse_shape(given);
  if (made.fully_known() && made.element_count() == shape.element_count()) return shape;
  throw ValueError(fmt::format("--shape {} takes {} numbers, but this model makes {}", given,
                               shape.element_count(), to_string(generator.output_shape())));
}

void sample(const SampleArguments& arguments) {
  check_output(arguments.output, {".png"});
  const auto [rows, columns] = parse_grid(arguments.grid);
  if (arguments.range) serving::check_range("--range", *arguments.range);
  const Sequential generator = load_to_predict(arguments.files);
  const Shape shape = image_shape(generator, arguments.shape);
  if (arguments.seed) random::seed(*arguments.seed);
  const Tensor points = utils::generate_latent_points(generator.input_shape()[1], rows * columns);
  Tensor images = generator.predict(points, {.verbose = arguments.quiet ? 0 : 1});
  if (!arguments.shape.empty()) images.reshape({rows * columns, shape[0], shape[1], shape[2]});
  if (arguments.range) {
    const std::vector<std::uint8_t> levels = serving::to_levels(images, *arguments.range);
    std::copy(levels.begin(), levels.end(), images.begin());
  }
  utils::save_img(arguments.output, utils::image_grid(images, {.columns = columns, .zoom = arguments.zoom}),
                  {.scale = !arguments.range});
  say_written(arguments);
}

}  // namespace

void add_sample(CLI::App& program) {
  const auto [command, arguments] =
      add_command(program, "sample", "Draw images from a generator",
                  "The generator: .keras, .h5, or .json with --weights", sample);
  command.add_option("--seed", arguments.seed, "Seed of the latent points, as numpy.random.seed() takes it");
  command.add_option("--grid", arguments.grid, "Rows and columns of images")->capture_default_str();
  command.add_option(
      "--shape", arguments.shape,
      "Rows and columns, or rows, columns and channels, of an image, as in 28x28: for a generator "
      "that makes its numbers in a row");
  command
      .add_option("--range", arguments.range,
                  "What black and white are to the generator: -1,1, for example; by default the smallest "
                  "and the largest number that it makes")
      ->delimiter(',');
  command.add_option("--zoom", arguments.zoom, "How often each pixel is repeated")->capture_default_str();
  command.add_option("-o,--output", arguments.output, "The image to write: .png")->required();
  add_quiet(command, arguments);
}

}  // namespace keratin::tool
