#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <memory>
#include <optional>

#include "keratin/error.hpp"
#include "keratin/random.hpp"
#include "keratin/utils/gan_utils.hpp"
#include "keratin/utils/image_utils.hpp"
#include "tool/commands.hpp"
#include "tool/files.hpp"

namespace keratin::tool {

namespace {

struct Arguments {
  std::string model, grid = "10x10", output;
  std::optional<std::int64_t> seed;
  int zoom = 1;
  bool quiet = false;
};

struct Grid {
  int rows = 0, columns = 0;
};

Grid parse_grid(const std::string& text) {
  Grid grid;
  const char* end = text.data() + text.size();
  const auto [times, first] = std::from_chars(text.data(), end, grid.rows);
  if (first == std::errc() && times != end && *times == 'x') {
    const auto [stop, second] = std::from_chars(times + 1, end, grid.columns);
    constexpr int most = 100;
    const auto fits = [](int n) { return n >= 1 && n <= most; };
    if (second == std::errc() && stop == end && fits(grid.rows) && fits(grid.columns)) return grid;
  }
  throw ValueError(
      fmt::format("--grid takes rows and columns from 1 to 100, such as 10x10, but received '{}'", text));
}

void sample(const Arguments& arguments) {
  check_ending(arguments.output, {".png"});
  const Grid grid = parse_grid(arguments.grid);
  const Sequential generator = load(arguments.model);
  const Shape input = generator.input_shape(), output = generator.output_shape();
  if (input.rank() != 2 || input[1] == None || output.rank() != 4) {
    throw ValueError(fmt::format(
        "sample takes a generator, which makes pictures (batch, rows, columns, channels) of latent points "
        "(batch, numbers), but this model makes {} of {}",
        to_string(output), to_string(input)));
  }
  if (arguments.seed) random::seed(*arguments.seed);
  const Tensor points = utils::generate_latent_points(input[1], grid.rows * grid.columns);
  const Tensor pictures = generator.predict(points, {.verbose = arguments.quiet ? 0 : 1});
  utils::save_img(arguments.output,
                  utils::image_grid(pictures, {.columns = grid.columns, .zoom = arguments.zoom}));
  if (!arguments.quiet) say_written(arguments.output);
}

}  // namespace

void add_sample(CLI::App& program) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand("sample", "Draw pictures from a generator");
  command->add_option("model", arguments->model, "The generator: .keras or .h5")->required();
  command->add_option("--seed", arguments->seed,
                      "Seed of the latent points, as numpy.random.seed() takes it");
  command->add_option("--grid", arguments->grid, "Rows and columns of pictures")->capture_default_str();
  command->add_option("--zoom", arguments->zoom, "How often each pixel is repeated")->capture_default_str();
  command->add_option("-o,--output", arguments->output, "The picture to write: .png")->required();
  command->add_flag("-q,--quiet", arguments->quiet, "Print nothing");
  command->callback([arguments] { sample(*arguments); });
}

}  // namespace keratin::tool
