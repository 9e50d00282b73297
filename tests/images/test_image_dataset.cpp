// What Keras makes of the same folder is in tests/golden/image_dataset.json, see the script beside it.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/random.hpp"
#include "keratin/utils/image_dataset.hpp"
#include "keratin/utils/random_seed.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/images.hpp"

namespace keratin::utils {
namespace {

namespace fs = std::filesystem;

using Catch::Matchers::Contains;
using nlohmann::json;
using testing::Folder;
using testing::golden_image_dataset;
using testing::Images;
using Options = ImageDatasetFromDirectoryOptions;

std::optional<std::string> text_or_nothing(const json& given) {
  if (given.is_null()) return {};
  return given.get<std::string>();
}

Options options_of(const json& given) {
  Options options;
  if (given.contains("labels")) options.labels = text_or_nothing(given["labels"]);
  if (given.contains("label_mode")) options.label_mode = text_or_nothing(given["label_mode"]);
  if (given.contains("class_names")) given["class_names"].get_to(options.class_names);
  options.color_mode = given.value("color_mode", "rgb");
  options.batch_size = given.value("batch_size", 32);
  if (given.contains("image_size")) options.image_size = {given["image_size"][0], given["image_size"][1]};
  options.shuffle = given.value("shuffle", true);
  if (given.contains("seed")) options.seed = given["seed"].get<std::int64_t>();
  if (given.contains("validation_split")) options.validation_split = given["validation_split"].get<double>();
  options.subset = given.value("subset", "");
  options.interpolation = given.value("interpolation", "bilinear");
  return options;
}

#ifdef KERATIN_HAS_PNG
/// All batches: their shapes, and their numbers.
struct Batches {
  std::vector<std::vector<int>> x_shapes, y_shapes;
  std::vector<float> x, y;
};

/// Of levels: TensorFlow rounds gray to whole levels otherwise, and its floats are 2e-4 off the exact numbers
/// of Lanczos's kernel; the file has four decimals.
double tolerance_of(const json& options) {
  if (options.value("color_mode", "rgb") == "grayscale") return 1.0 + 2e-4;
  return options.value("interpolation", "bilinear").starts_with("lanczos") ? 4e-4 : 2e-4;
}

Batches batches_of(ImageDataset& dataset) {
  Batches all;
  for (int i = 0; i < *dataset.num_batches(); ++i) {
    const Data batch = dataset[i];
    all.x_shapes.emplace_back(batch.x.shape().begin(), batch.x.shape().end());
    all.x.insert(all.x.end(), batch.x.begin(), batch.x.end());
    if (batch.y.dimension() == 0) continue;
    all.y_shapes.emplace_back(batch.y.shape().begin(), batch.y.shape().end());
    all.y.insert(all.y.end(), batch.y.begin(), batch.y.end());
  }
  return all;
}
#endif

}  // namespace

TEST_CASE("image_dataset_from_directory: names and values that are none to it") {
  const Images images;
  const auto refused = [&](const Options& options, const std::string& text) {
    CHECK_THROWS_WITH(images.dataset(options), "image_dataset_from_directory: " + text);
  };
  refused({.labels = "int"}, "labels must be \"inferred\" or nothing, but received \"int\".");
  refused({.label_mode = "one"},
          "label_mode must be \"int\", \"categorical\", \"binary\" or nothing, but received \"one\".");
  refused({.label_mode = "binary"},
          "label_mode \"binary\" needs 2 classes, but there are 3 in '" + images.path.string() + "'.");
  refused({.class_names = {"cats", "birds"}},
          "class_names must be subdirectories of '" + images.path.string() +
              "', but \"birds\" is none. There are: \"cats\", \"cats old\", \"dogs\".");
  refused({.class_names = {"cats", "cats"}}, "class_names has \"cats\" twice.");
  refused({.label_mode = {}, .class_names = {"cats"}},
          "class_names are for images with labels: leave them out, or labels and label_mode as they are.");
  refused({.batch_size = 8, .image_size = {8192, 8192}},
          "batch_size must be 1 or more, and a batch of at most 2^30 values, but received 8 for images of "
          "shape (8192, 8192, 3).");
  refused({.validation_split = 0.5}, "validation_split and subset belong together: give both, or none.");
  refused(
      {.seed = 1, .validation_split = 0.5, .subset = "both"},
      "subset must be \"training\" or \"validation\", but received \"both\". For both call it twice, with "
      "the same seed.");
  refused(
      {.validation_split = 0.5, .subset = "training"},
      "a validation_split of shuffled files needs a seed, the same for both subsets: otherwise they share "
      "files. Give .seed, or .shuffle = false.");
  refused({.shuffle = false, .validation_split = 0.1, .subset = "training"},
          "a validation_split of 0.1 leaves 0 of 7 files for validation: neither part may be empty.");
  refused({.interpolation = "gaussian"},
          "unknown interpolation \"gaussian\". Known: \"nearest\", \"bilinear\", \"bicubic\", \"lanczos3\", "
          "\"lanczos5\", \"area\".");
}

TEST_CASE("image_dataset_from_directory: folders without images, and images of other kinds") {
  const Folder folder;
  const std::string path = folder.path.string();
  CHECK_THROWS_WITH(
      image_dataset_from_directory(path),
      "image_dataset_from_directory: there is no .png, .jpg or .jpeg file in a subdirectory of '" + path +
          "'; each subdirectory is a class. For images without labels give .label_mode = "
          "std::nullopt.");
  CHECK_THROWS_WITH(image_dataset_from_directory(path, {.label_mode = {}}),
                    "image_dataset_from_directory: there is no .png, .jpg or .jpeg file in '" + path + "'.");
  fs::create_directory(folder.path / "a");
  std::ofstream(folder.file("a/b.GIF")) << "GIF89a";
  CHECK_THROWS_WITH(
      image_dataset_from_directory(path),
      "image_dataset_from_directory: the file '" + folder.file("a/b.GIF") +
          "' is of a kind that is not read, only PNG and JPEG are: convert it, or move it away.");
  CHECK_THROWS_AS(image_dataset_from_directory(folder.file("absent")), IOError);
  CHECK_THROWS_WITH(image_dataset_from_directory(folder.file("absent")),
                    Contains("absent' cannot be read: No such file or directory"));
}

TEST_CASE("image_dataset_from_directory: classes and files as Keras finds and shuffles them") {
  const Images images;
  for (const json& expected : golden_image_dataset().at("cases")) {
    const json& options = expected.at("options");
    const json& answer = expected.at("answer");
    INFO(options.dump());
    if (options.contains("numpy_seed")) random::seed(options["numpy_seed"].get<int>());
    const ImageDataset dataset = images.dataset(options_of(options));
    CHECK(images.files(dataset) == answer.at("file_paths").get<std::vector<std::string>>());
    const bool has_classes = !answer.at("class_names").is_null();
    CHECK(dataset.class_names() ==
          (has_classes ? answer["class_names"].get<std::vector<std::string>>() : std::vector<std::string>{}));
  }
}

TEST_CASE(
    "image_dataset_from_directory: a link to a directory is a class, but inside a class it is not followed") {
  const Images images;
  fs::create_directory_symlink(images.path / ".hidden", images.path / "birds");
  fs::create_directory_symlink(images.path / ".hidden", images.path / "dogs/more");
  const ImageDataset dataset = images.dataset({.shuffle = false});
  CHECK(dataset.class_names() == std::vector<std::string>{"birds", "cats", "cats old", "dogs"});
  CHECK(dataset.file_paths().front() == images.file("birds/h.png"));
  CHECK(dataset.file_paths().back() == images.file("dogs/x.png"));
  CHECK(dataset.file_paths().size() == 8);
}

TEST_CASE("image_dataset_from_directory says what Keras says") {
  const Images images;
  const std::string path = images.path.string();
  CHECK(testing::capture(STDOUT_FILENO, [&] { image_dataset_from_directory(path); }) ==
        "Found 7 files belonging to 3 classes.\n");
  CHECK(testing::capture(STDOUT_FILENO, [&] { image_dataset_from_directory(path, {.labels = {}}); }) ==
        "Found 9 files.\n");
  CHECK(testing::capture(STDOUT_FILENO, [&] {
          image_dataset_from_directory(path, {.seed = 1, .validation_split = 0.3, .subset = "training"});
        }) == "Found 7 files belonging to 3 classes.\nUsing 5 files for training.\n");
}

#ifdef KERATIN_HAS_PNG

TEST_CASE("image_dataset_from_directory: pixels and labels as Keras gives them") {
  const Images images;
  int compared = 0;
  for (const json& expected : golden_image_dataset().at("cases")) {
    const json& answer = expected.at("answer");
    if (!answer.contains("x")) continue;
    INFO(expected.at("options").dump());
    ImageDataset dataset = images.dataset(options_of(expected.at("options")));
    dataset.on_epoch_begin();
    const Batches batches = batches_of(dataset);
    CHECK(batches.x_shapes == answer.at("x_shapes").get<std::vector<std::vector<int>>>());
    const auto x = answer.at("x").get<std::vector<double>>();
    REQUIRE(batches.x.size() == x.size());
    double largest = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) largest = std::max(largest, std::abs(batches.x[i] - x[i]));
    CHECK(largest < tolerance_of(expected["options"]));
    CHECK(batches.y == answer.value("y", std::vector<float>{}));
    CHECK(batches.y_shapes == answer.value("y_shapes", std::vector<std::vector<int>>{}));
    ++compared;
  }
  CHECK(compared == 13);
}

TEST_CASE("image_dataset_from_directory: each epoch has all images with their labels, in another order") {
  const Images images;
  ImageDataset dataset = images.dataset({.batch_size = 2, .image_size = {2, 3}});
  ImageDataset ordered = images.dataset({.batch_size = 1, .image_size = {2, 3}, .shuffle = false});
  std::multiset<std::vector<float>> expected;
  for (int i = 0; i < *ordered.num_batches(); ++i) {
    const Data one = ordered[i];
    std::vector<float> image(one.x.begin(), one.x.end());
    image.push_back(one.y(0));
    expected.insert(image);
  }
  const auto epochs_of = [&](int seed) {
    set_random_seed(seed);
    std::vector<Batches> epochs;
    for (int epoch = 0; epoch < 4; ++epoch) {
      dataset.on_epoch_begin();
      epochs.push_back(batches_of(dataset));
    }
    return epochs;
  };
  const std::vector<Batches> epochs = epochs_of(1), again = epochs_of(1);
  std::set<std::pair<std::vector<float>, std::vector<float>>> orders;
  for (std::size_t epoch = 0; epoch < epochs.size(); ++epoch) {
    const Batches& batches = epochs[epoch];
    CHECK(batches.x == again[epoch].x);
    std::multiset<std::vector<float>> found;
    for (std::size_t i = 0; i < batches.y.size(); ++i) {
      const auto begin = batches.x.begin() + static_cast<std::ptrdiff_t>(18 * i);
      std::vector<float> image(begin, begin + 18);
      image.push_back(batches.y[i]);
      found.insert(image);
    }
    CHECK(found == expected);
    orders.insert({batches.x, batches.y});
  }
  CHECK(orders.size() == 4);
}

#endif

}  // namespace keratin::utils
