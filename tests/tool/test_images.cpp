// The subcommands that write images, run as a user runs them.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>

#include "images/image_file.hpp"
#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/gan_utils.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/random.hpp"
#include "keratin/utils/image_utils.hpp"
#include "keratin/utils/random_seed.hpp"
#include "support/catch.hpp"
#include "support/damaged_files.hpp"
#include "support/folder.hpp"
#include "support/killed.hpp"
#include "support/paths.hpp"
#include "support/program.hpp"

#ifdef KERATIN_HAS_PNG

namespace keratin::test_images {
namespace {

using Catch::Matchers::Contains;
using namespace layers;
using testing::Folder;
using testing::run_keratin;

/// An image of (rows, columns, channels) whose levels differ from pixel to pixel.
Tensor image(int rows, int columns, int channels) {
  Tensor image = empty_tensor({rows, columns, channels});
  for (std::size_t i = 0; i < image.size(); ++i) image.data()[i] = static_cast<float>(i * 37 % 256);
  return image;
}

void save_image(const std::string& path, const Tensor& levels) {
  utils::save_img(path, levels, {.scale = false});
}

/// Each pixel `factor` times down and across.
Tensor enlarged(const Tensor& image, int factor) {
  return utils::image_grid(Tensor(xt::view(image, xt::newaxis(), xt::all(), xt::all(), xt::all())),
                           {.padding = 0, .zoom = factor});
}

/// A model that enlarges images of this shape, and adds `bias` to each number.
void save_enlarger(const std::string& path, const Shape& input_shape, float bias = 0.0f) {
  Sequential model;
  model.add(UpSampling2D({.size = 2, .input_shape = input_shape}));
  model.add(Rescaling(1.0, {.offset = bias}));
  model.save(path);
}

}  // namespace

TEST_CASE("keratin image: a model of any size takes the whole image") {
  const Folder folder;
  const std::string model = folder.file("m.keras"), in = folder.file("in.png"), out = folder.file("out.png");
  for (const int channels : {1, 3, 4}) {
    save_enlarger(model, {None, None, channels});
    save_image(in, image(5, 7, channels));
    const testing::Ended ended = run_keratin({"image", model, in, "-o", out});
    CHECK(ended.errors.empty());
    REQUIRE(ended.code == 0);
    CHECK_THAT(ended.output, Contains("out.png is written."));
    const std::string mode = channels == 1 ? "grayscale" : channels == 3 ? "rgb" : "rgba";
    CHECK((utils::load_img(out, {.color_mode = mode}) == enlarged(image(5, 7, channels), 2)));
  }
}

TEST_CASE("keratin image: what valid windows make in tiles is what they make of the whole image") {
  const Folder folder;
  const std::string model = folder.file("m.keras"), in = folder.file("in.png"), out = folder.file("out.png");
  utils::set_random_seed(1);
  for (const int stride : {1, 2}) {
    Sequential valid;
    valid.add(Conv2D(3, 3, {.strides = stride, .activation = "relu", .input_shape = {None, None, 1}}));
    valid.add(Conv2D(1, 2, {.activation = "sigmoid"}));
    valid.save(model);
    for (const int size : {16, 29, 70}) {
      INFO(stride << " " << size);
      save_image(in, image(size, size + 7, 1));
      std::vector<Tensor> made;
      for (const char* tile : {"16", "128"}) {
        REQUIRE(run_keratin({"image", model, in, "-o", out, "--tile", tile, "--overlap", "4"}).code == 0);
        made.push_back(utils::load_img(out, {.color_mode = "grayscale"}));
      }
      const auto left = [&](int pixels) { return (pixels - 3) / stride; };
      CHECK(shape_of(made[0]) == Shape{left(size), left(size + 7), 1});
      const bool same = made[0] == made[1];
      CHECK(same);
    }
  }
}

TEST_CASE("keratin image: a layer that Keras 2 calls in training behaves so") {
  const Folder folder;
  const std::string in = folder.file("in.png"), out = folder.file("out.png"), model = folder.file("m.json"),
                    weights = folder.file("m.weights.h5");
  const std::string json =
      R"({"class_name": "Functional", "keras_version": "2.15.0", "config": {"name": "m", "layers": [
    {"class_name": "InputLayer", "name": "i", "inbound_nodes": [],
     "config": {"name": "i", "batch_input_shape": [null, 4, 4, 1]}},
    {"class_name": "BatchNormalization", "name": "b", "inbound_nodes": [[["i", 0, 0, {"training": true}]]],
     "config": {"name": "b"}}], "input_layers": [["i", 0, 0]], "output_layers": [["b", 0, 0]]}})";
  std::ofstream(model) << json;
  model_from_json(json).save_weights(weights);
  save_image(in, image(4, 4, 1));
  const testing::Ended ended = run_keratin({"image", model, in, "--weights", weights, "-o", out});
  INFO(ended.errors);
  REQUIRE(ended.code == 0);
  Tensor normalized = image(4, 4, 1) / 255.0f;
  const float mean = static_cast<float>(xt::mean(normalized)());
  normalized -= mean;
  normalized /= static_cast<float>(std::sqrt(xt::mean(xt::square(normalized))() + 1e-3));
  const Tensor expected = xt::clip(xt::round(normalized * 255.0f), 0.0f, 255.0f);
  CHECK(xt::allclose(utils::load_img(out, {.color_mode = "grayscale"}), expected, 0.0, 1.0));
}

TEST_CASE("keratin image: convolutions take an image of any size, also in parts") {
  const Folder folder;
  const std::string model = folder.file("m.keras"), in = folder.file("in.png"), out = folder.file("out.png");
  utils::set_random_seed(1);
  Sequential trained, open;
  trained.add(Conv2D(4, 3, {.padding = "same", .activation = "relu", .input_shape = {4, 4, 1}}));
  trained.add(Conv2DTranspose(1, 4, {.strides = 2, .padding = "same", .activation = "sigmoid"}));
  trained.save(model);
  open.add(Input({None, None, 1}));
  for (const auto& layer : trained.layers()) open.add(layer);
  const Tensor levels = image(21, 34, 1);
  save_image(in, levels);
  Tensor scaled = levels / 255.0f;
  const Tensor made = open.predict(scaled.reshape({1, 21, 34, 1}));
  const Tensor expected = xt::round(made * 255.0f);
  for (const std::vector<std::string>& options :
       {std::vector<std::string>{}, {"--tile", "16", "--overlap", "3"}, {"--tile", "7", "--overlap", "2"}}) {
    std::vector<std::string> command = {"image", model, in, "-o", out, "--quiet"};
    command.insert(command.end(), options.begin(), options.end());
    REQUIRE(run_keratin(command).code == 0);
    Tensor written = utils::load_img(out, {.color_mode = "grayscale"});
    REQUIRE(shape_of(written) == Shape{42, 68, 1});
    CHECK(xt::amax(xt::abs(written.reshape({1, 42, 68, 1}) - expected))() <= 1.0f);  // the last bit may round
  }
  CHECK_THAT(run_keratin({"image", model, in, "-o", out, "--tile", "8", "--overlap", "4"}).errors,
             Contains("leaves nothing of a tile of 8 by 8"));
}

TEST_CASE("keratin image: a model of a fixed size gets tiles") {
  const Folder folder;
  const std::string model = folder.file("m.keras"), in = folder.file("in.png"), out = folder.file("out.png");
  Sequential fixed;
  fixed.add(Reshape({4, 3, 1}, {.input_shape = {4, 3, 1}}));
  fixed.add(UpSampling2D());
  fixed.save(model);
  for (const auto& [rows, columns] : {std::pair{8, 6}, {9, 7}, {3, 2}, {1, 1}, {4, 3}}) {
    INFO(rows << "x" << columns);
    save_image(in, image(rows, columns, 1));
    REQUIRE(run_keratin({"image", model, in, "-o", out, "--quiet", "--batch-size", "2"}).output.empty());
    CHECK((utils::load_img(out, {.color_mode = "grayscale"}) == enlarged(image(rows, columns, 1), 2)));
  }
  Sequential halving;
  halving.add(Reshape({4, 4, 1}, {.input_shape = {4, 4, 1}}));
  halving.add(MaxPooling2D());
  halving.save(model);
  save_image(in, enlarged(image(3, 5, 1), 2));
  REQUIRE(run_keratin({"image", model, in, "-o", out}).code == 0);
  CHECK((utils::load_img(out, {.color_mode = "grayscale"}) == image(3, 5, 1)));
}

TEST_CASE("keratin image: ranges") {
  const Folder folder;
  const std::string model = folder.file("m.keras"), in = folder.file("in.png"), out = folder.file("out.png");
  save_image(in, image(2, 2, 1));  // 0, 37, 74, 111
  const auto levels = [&](float bias, const std::vector<std::string>& ranges) {
    save_enlarger(model, {2, 2, 1}, bias);
    std::vector<std::string> command = {"image", model, in, "-o", out, "--quiet"};
    command.insert(command.end(), ranges.begin(), ranges.end());
    REQUIRE(run_keratin(command).code == 0);
    const Tensor made = utils::load_img(out, {.color_mode = "grayscale"});
    return std::vector<float>{made(0, 0, 0), made(0, 2, 0), made(2, 0, 0), made(2, 2, 0)};
  };
  CHECK(levels(10.0f, {"--range", "0", "255"}) == std::vector<float>{10, 47, 84, 121});
  CHECK(levels(-100.0f, {"--range", "0", "255"}) == std::vector<float>{0, 0, 0, 11});
  CHECK(levels(0.0f, {"--range", "-1", "1"}) == std::vector<float>{0, 37, 74, 111});
  CHECK(levels(0.0f, {"--output-range", "0", "0.5"}) == std::vector<float>{0, 74, 148, 222});
  CHECK_THAT(run_keratin({"image", model, in, "-o", out, "--range", "1", "1"}).errors,
             Contains("two numbers that differ"));
}

TEST_CASE("keratin image: JPEG in and out, by the file's ending") {
  const Folder folder;
  const std::string model = folder.file("m.keras"), out = folder.file("out.jpg");
  save_enlarger(model, {None, None, 3});
  const testing::Ended ended = run_keratin({"image", model, testing::golden_path("jpeg/rgb.jpg"), "-o", out});
  if (ended.code != 0) {
    CHECK_THAT(ended.errors, Contains("needs libjpeg"));
    return;
  }
  save_image(folder.file("expected.jpg"), enlarged(utils::load_img(testing::golden_path("jpeg/rgb.jpg")), 2));
  CHECK((utils::load_img(out) == utils::load_img(folder.file("expected.jpg"))));
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // which need memory of their own

TEST_CASE("keratin image: the largest images need less than 1 GiB") {
  const Folder folder;
  const std::string model = folder.file("m.keras"), in = folder.file("in.png"), out = folder.file("out.png");
  Sequential halving;
  halving.add(MaxPooling2D({.input_shape = {None, None, 4}}));
  halving.save(model);
  utils::ImageFile large(in, {8192, 8192, 1}, {});
  for (int row = 0; row < 8192; ++row) large.add_row(std::vector<std::uint8_t>(8192, 7).data());
  large.commit();
  CHECK(testing::in_child([&] {
    return testing::run_keratin_bare({"image", model, in, "-o", out, "--quiet"}) == 0 &&
           testing::peak_memory_in_kib(RUSAGE_CHILDREN) < 1024 * 1024;
  }));
  const Tensor made = utils::load_img(out, {.color_mode = "grayscale"});
  CHECK(shape_of(made) == Shape{4096, 4096, 1});
  CHECK(xt::all(xt::equal(made, 7.0f)));
}

#endif

TEST_CASE("keratin image: what a row of large tiles makes is bounded") {
  const Folder folder;
  const std::string model = folder.file("m.keras"), in = folder.file("in.png"), out = folder.file("out.png");
  Sequential growing;
  growing.add(UpSampling2D({.size = {1024, 1024}, .input_shape = {None, None, 1}}));
  growing.save(model);
  save_image(in, image(4, 500, 1));
  const testing::Ended ended = run_keratin({"image", model, in, "-o", out});
  CHECK(ended.code == 1);
  CHECK_THAT(ended.errors, Contains("give smaller tiles with --tile"));
  CHECK(folder.entries() == 2);
}

TEST_CASE("keratin image: models and images that do not fit") {
  const Folder folder;
  const std::string model = folder.file("m.keras"), in = folder.file("in.png"), out = folder.file("out.png");
  save_image(in, image(2, 2, 1));
  Sequential classifier;
  classifier.add(Flatten({.input_shape = {2, 2, 1}}));
  classifier.save(model);
  CHECK_THAT(run_keratin({"image", model, in, "-o", out}).errors,
             Contains("makes (None, 4) of (None, 2, 2, 1)"));
  save_enlarger(model, {2, 2, 1});
  CHECK_THAT(run_keratin({"image", model, model, "-o", out}).errors, Contains("it is no PNG"));
  CHECK_THAT(run_keratin({"image", model, in, "-o", "out.gif"}).errors, Contains("must end in .png or .jpg"));
}

TEST_CASE("keratin sample: what the generator makes of seeded latent points") {
  const Folder folder;
  const std::string model = folder.file("g.keras"), out = folder.file("out.png");
  Sequential generator;
  generator.add(Dense(12, {.activation = "sigmoid", .input_dim = 5}));
  generator.add(Reshape({3, 4, 1}));
  generator.save(model);
  const testing::Ended ended =
      run_keratin({"sample", model, "--seed", "7", "--grid", "2x3", "-o", out, "--zoom", "2"});
  REQUIRE(ended.code == 0);
  CHECK_THAT(ended.output, Contains("out.png is written."));
  random::seed(7);
  const Tensor made = generator.predict(utils::generate_latent_points(5, 6));
  utils::save_img(folder.file("expected.png"), utils::image_grid(made, {.columns = 3, .zoom = 2}));
  CHECK((utils::load_img(out) == utils::load_img(folder.file("expected.png"))));
  for (const char* grid : {"2", "0x3", "2x", "x2", "2x3x", "101x1", "-1x2", "2x99999999999"}) {
    INFO(grid);
    const testing::Ended refused = run_keratin({"sample", model, "--grid", grid, "-o", out});
    CHECK(refused.code == 1);
    CHECK_THAT(refused.errors, Contains("rows and columns from 1 to 100"));
  }
  save_enlarger(model, {2, 2, 1});
  CHECK_THAT(run_keratin({"sample", model, "-o", out}).errors, Contains("sample takes a generator"));
}

}  // namespace keratin::test_images

#endif
