#include "keratin/callbacks/gan_monitor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "callbacks/arguments.hpp"
#include "files/system_file.hpp"
#include "images/image.hpp"
#include "keratin/error.hpp"
#include "random/generators.hpp"

namespace keratin::callbacks {

namespace {

[[noreturn]] void fail_monitor(const std::string& message) { throw ValueError("GANMonitor: " + message); }

void check_positive(const char* argument, int value) {
  if (value <= 0) fail_monitor(fmt::format("{} must be positive, but received {}.", argument, value));
}

void check_shapes(const Shape& input, const Shape& output, int latent_dim) {
  if (!compatible(input, {None, latent_dim})) {
    fail_monitor(
        fmt::format("a generator of inputs {} is needed for latent_dim = {}, but received one of inputs {}.",
                    to_string(Shape{None, latent_dim}), latent_dim, to_string(input)));
  }
  if (!utils::is_image(output) || !output.without_batch().fully_known()) {
    fail_monitor(fmt::format(
        "the generator must make images (None, rows, columns, channels) of 1, 3 or 4 channels, but it "
        "makes {}.",
        to_string(output)));
  }
}

void check_size(const Shape& output, int latent_dim, const GANMonitorOptions& options) {
  constexpr std::int64_t most = 1 << 28;
  if (std::int64_t{options.num_img} * latent_dim > most)
    fail_monitor(fmt::format("num_img · latent_dim must be at most 2^28, but received {} · {}.",
                             options.num_img, latent_dim));
  try {
    static_cast<void>(
        utils::image_grid_shape(output.without_batch().with_batch(options.num_img), options.grid));
  } catch (const ValueError& error) {
    fail_monitor(error.what());
  }
}

Tensor latent_points(int latent_dim, int n, std::uint32_t seed) {
  random::NumpyRandom generator(seed);
  Tensor points = empty_tensor({n, latent_dim});
  std::generate(points.begin(), points.end(), [&] { return static_cast<float>(generator.normal()); });
  return points;
}

}  // namespace

GANMonitor::GANMonitor(const Model& generator, int latent_dim, const GANMonitorOptions& options)
    : generator_(generator), options_(options) {
  check_positive("latent_dim", latent_dim);
  check_positive("num_img", options.num_img);
  check_positive("every", options.every);
  saving::system_path(options.filepath);
  if (!options.filepath.ends_with(".png"))
    fail_monitor(fmt::format("filepath must end in \".png\", but received \"{}\".", options.filepath));
  if (!generator_.built())
    fail_monitor("the generator has no weights yet: give its first layer an input_shape, or call build().");
  const Shape output = generator_.output_shape();
  check_shapes(generator_.input_shape(), output, latent_dim);
  check_size(output, latent_dim, options);
  points_ = latent_points(latent_dim, options.num_img, random::checked_seed(options.seed));
}

void GANMonitor::on_epoch_end(int epoch, Logs& logs) {
  if ((epoch + 1) % options_.every != 0) return;
  const std::string path = filled_path(options_.filepath, epoch, {}, logs);
  make_parent_folder(path);
  utils::save_img(path, utils::image_grid(generator_.predict(points_), options_.grid));
}

}  // namespace keratin::callbacks
