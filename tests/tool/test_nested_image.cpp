// Images through models with nested ones of a fixed size, and of sizes that strides do not divide. The files
// are of tests/golden/cases/program/make_image.py.
#include <string>

#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/utils/image_utils.hpp"
#include "keratin/utils/npy.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/paths.hpp"
#include "support/program.hpp"

#ifdef KERATIN_HAS_PNG

namespace keratin::test_nested_image {
namespace {

using Catch::Matchers::Contains;
using namespace layers;
using testing::Ended;
using testing::Folder;
using testing::run_keratin;

std::string file_of(const std::string& name) { return testing::golden_path("cases/program/" + name); }

/// What the program makes of an image, as levels.
Tensor made_of(const Folder& folder, const std::string& model, const Tensor& image,
               const std::vector<std::string>& options = {}) {
  const std::string in = folder.file("in.png"), out = folder.file("out.png");
  utils::save_img(in, image, {.scale = false});
  std::vector<std::string> command = {"image", model, in, "-o", out, "--quiet"};
  command.insert(command.end(), options.begin(), options.end());
  const Ended ended = run_keratin(command);
  INFO(ended.errors);
  REQUIRE(ended.code == 0);
  return utils::load_img(out, {.color_mode = image.shape(2) == 1 ? "grayscale" : "rgb"});
}

void check_near(const Tensor& received, const Tensor& expected) {
  REQUIRE(shape_of(received) == shape_of(expected));
  CHECK(xt::amax(xt::abs(received - expected))() <= 1.0f);  // the last bit may round
}

Tensor grey(int rows, int columns) {
  Tensor image = empty_tensor({rows, columns, 1});
  for (std::size_t i = 0; i < image.size(); ++i) image.data()[i] = static_cast<float>(i * 37 % 256);
  return image;
}

}  // namespace

TEST_CASE("keratin image: nested models of a fixed size take the whole image as Keras would") {
  const Folder folder;
  const Tensor image = utils::load_npy(file_of("image.npy"));
  for (const std::string name : {"doubler", "halving_and_back"}) {
    INFO(name);
    const Tensor expected = utils::load_npy(file_of(name + ".npy"));
    check_near(made_of(folder, file_of(name + ".keras"), image), expected);
    check_near(made_of(folder, file_of(name + ".keras"), image, {"--tile", "8", "--overlap", "2"}), expected);
  }
}

TEST_CASE("keratin image: the output is the model's factor times the image") {
  const Folder folder;
  const std::string path = folder.file("m.keras");
  Sequential halves_and_doubles, halves_and_enlarges, adds_an_edge;
  halves_and_doubles.add(MaxPooling2D({.padding = "same", .input_shape = {8, 8, 1}}));
  halves_and_doubles.add(UpSampling2D());
  halves_and_enlarges.add(Conv2D(2, 3, {.strides = 2, .padding = "same", .input_shape = {8, 8, 1}}));
  halves_and_enlarges.add(Conv2DTranspose(1, 4, {.strides = 4, .padding = "same"}));
  adds_an_edge.add(Conv2DTranspose(1, 3, {.strides = 2, .input_shape = {8, 8, 1}}));
  for (const auto& [model, factor] :
       {std::pair{halves_and_doubles, 1}, {halves_and_enlarges, 2}, {adds_an_edge, 2}}) {
    model.save(path);
    for (const auto& [rows, columns] : {std::pair{7, 5}, {1, 1}, {8, 8}, {13, 30}}) {
      INFO(rows << "x" << columns);
      const Shape expected = {factor * rows, factor * columns, 1};
      CHECK(shape_of(made_of(folder, path, grey(rows, columns))) == expected);
      CHECK(shape_of(made_of(folder, path, grey(rows, columns), {"--tile", "7"})) == expected);
    }
  }
  halves_and_doubles.save(path);
  const Tensor image = grey(7, 5), made = made_of(folder, path, image, {"--tile", "4", "--overlap", "0"});
  CHECK(made(6, 4, 0) == image(6, 4, 0));
  CHECK(made(0, 0, 0) == std::max({image(0, 0, 0), image(0, 1, 0), image(1, 0, 0), image(1, 1, 0)}));
}

TEST_CASE("keratin image: a nested model that cannot take any size gets tiles") {
  const Folder folder;
  const std::string path = folder.file("m.keras");
  Sequential fixed, model;
  fixed.add(Reshape({4, 4, 1}, {.input_shape = {4, 4, 1}}));
  fixed.add(UpSampling2D());
  model.add(fixed);
  model.add(ReLU());
  model.save(path);
  CHECK(shape_of(made_of(folder, path, grey(9, 3))) == Shape{18, 6, 1});
}

}  // namespace keratin::test_nested_image

#endif
