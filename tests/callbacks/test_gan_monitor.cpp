#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#ifdef KERATIN_HAS_PNG
#include <png.h>
#endif

#include "keratin/callbacks.hpp"
#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/gan_utils.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/random.hpp"
#include "keratin/utils/random_seed.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::callbacks;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

Sequential generator_of(int latent_dim, const Shape& image) {
  Sequential model;
  model.add(Dense(static_cast<int>(image.element_count()), {.input_dim = latent_dim}));
  model.add(Reshape(image));
  model.compile({.optimizer = "adam", .loss = "mse"});
  return model;
}

void fit(Sequential& model, int epochs, const std::vector<CallbackArgument>& callbacks) {
  const Tensor x = xt::ones<float>({8, 3}), y = xt::zeros<float>({8, 4, 5, 1});
  model.fit(x, y, {.batch_size = 4, .epochs = epochs, .verbose = 0, .callbacks = callbacks});
}

std::string message_of(const Sequential& generator, int latent_dim, const GANMonitorOptions& options = {}) {
  return error_of([&] { GANMonitor(generator, latent_dim, options); });
}

}  // namespace

#ifdef KERATIN_HAS_PNG

namespace {

std::string content(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST_CASE("GANMonitor writes an image after every n-th epoch, and no other") {
  const Folder folder;
  Sequential model = generator_of(3, {4, 5, 1});
  const std::string name = folder.file("sub/at{epoch:02d}-{loss:.0f}.png");
  fit(model, 5, {GANMonitor(model, 3, {.num_img = 6, .filepath = name, .every = 2})});
  CHECK(std::distance(std::filesystem::directory_iterator(folder.file("sub")), {}) == 2);
  CHECK(std::filesystem::exists(folder.file("sub/at02-0.png")));
  CHECK(std::filesystem::exists(folder.file("sub/at04-0.png")));
}

TEST_CASE("GANMonitor draws the generator's images of the points of its seed, as a grid") {
  const Folder folder;
  const Sequential generator = generator_of(3, {4, 5, 3});
  GANMonitor monitor(
      generator, 3,
      {.num_img = 6, .filepath = folder.file("{epoch}.png"), .seed = 7, .grid = {.columns = 3, .zoom = 2}});
  Logs logs;
  monitor.on_epoch_end(0, logs);
  monitor.on_epoch_end(1, logs);
  random::seed(7);
  const Tensor grid =
      utils::image_grid(generator.predict(utils::generate_latent_points(3, 6)), {.columns = 3, .zoom = 2});
  utils::save_img(folder.file("by_hand.png"), grid);
  CHECK(content(folder.file("1.png")) == content(folder.file("by_hand.png")));
  CHECK(content(folder.file("2.png")) == content(folder.file("1.png")));

  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  REQUIRE(png_image_begin_read_from_file(&png, folder.file("1.png").c_str()) != 0);
  CHECK(png.width == 3 * 10 + 2);
  CHECK(png.height == 2 * 8 + 1);
  png_image_free(&png);
}

TEST_CASE("GANMonitor leaves the training's bits and the program's random numbers as they are") {
  const Folder folder;
  std::vector<Tensor> weights[2];
  float next[2];
  for (const int watched : {0, 1}) {
    utils::set_random_seed(1);
    Sequential model = generator_of(3, {4, 5, 1});
    std::vector<CallbackArgument> callbacks;
    if (watched == 1)
      callbacks.push_back(GANMonitor(model, 3, {.filepath = folder.file("{epoch}.png"), .seed = 1}));
    fit(model, 3, callbacks);
    weights[watched] = model.get_weights();
    next[watched] = random::rand({1})(0);
  }
  CHECK(folder.entries() == 3);
  CHECK(weights[0] == weights[1]);
  CHECK(next[0] == next[1]);
}

TEST_CASE("GANMonitor says where it cannot write") {
  const Folder folder;
  const Sequential generator = generator_of(3, {4, 5, 1});
  Logs logs({{"loss", 0.5}});
  std::ofstream(folder.file("file")) << "not a folder";
  GANMonitor nowhere(generator, 3, {.filepath = folder.file("file/{epoch}.png")});
  CHECK_THROWS_AS(nowhere.on_epoch_end(0, logs), IOError);
  GANMonitor unknown(generator, 3, {.filepath = folder.file("{speed}.png")});
  CHECK(error_of([&] {
          unknown.on_epoch_end(0, logs);
        }).ends_with("cannot be filled in: there is no \"speed\". Known: \"epoch\", \"loss\"."));
}

#else

TEST_CASE("GANMonitor says that libpng is missing") {
  GANMonitor monitor(generator_of(3, {4, 5, 1}), 3);
  Logs logs;
  CHECK(error_of([&] { monitor.on_epoch_end(0, logs); }).starts_with("save_img() needs libpng"));
}

#endif

TEST_CASE("GANMonitor refuses what cannot be") {
  const Sequential generator = generator_of(3, {4, 5, 1});
  CHECK(message_of(generator, 0) == "GANMonitor: latent_dim must be positive, but received 0.");
  CHECK(message_of(generator, 3, {.num_img = -1}) ==
        "GANMonitor: num_img must be positive, but received -1.");
  CHECK(message_of(generator, 3, {.every = 0}) == "GANMonitor: every must be positive, but received 0.");
  CHECK(message_of(generator, 3, {.filepath = "a.jpg"}) ==
        "GANMonitor: filepath must end in \".png\", but received \"a.jpg\".");
  CHECK(
      message_of(generator, 4) ==
      "GANMonitor: a generator of inputs (None, 4) is needed for latent_dim = 4, but received one of inputs "
      "(None, 3).");
  CHECK(message_of(generator_of(3, {4, 5, 2}), 3) ==
        "GANMonitor: the generator must make images (None, rows, columns, channels) of 1, 3 or 4 channels, "
        "but it makes (None, 4, 5, 2).");
  CHECK(
      message_of(Sequential(), 3) ==
      "GANMonitor: the generator has no weights yet: give its first layer an input_shape, or call build().");
  CHECK(message_of(generator, 3, {.grid = {.zoom = 0}})
            .starts_with("GANMonitor: image_grid() needs `columns` >= 1, `padding` >= 0 and `zoom` >= 1."));
  CHECK(message_of(generator, 3, {.num_img = 1 << 27}) ==
        "GANMonitor: num_img · latent_dim must be at most 2^28, but received 134217728 · 3.");
  CHECK(message_of(generator, 3, {.num_img = 1 << 25})
            .starts_with("GANMonitor: image_grid() makes at most 2^28 values"));
  CHECK_THROWS_AS(GANMonitor(generator, 3, {.seed = -1}), ValueError);
}
