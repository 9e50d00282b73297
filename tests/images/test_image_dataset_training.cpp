#include <filesystem>
#include <fstream>
#include <vector>

#include "keratin/callbacks/backup_and_restore.hpp"
#include "keratin/error.hpp"
#include "keratin/layers/core/dense.hpp"
#include "keratin/layers/reshaping/flatten.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/utils/image_dataset.hpp"
#include "keratin/utils/naming.hpp"
#include "keratin/utils/random_seed.hpp"
#include "support/catch.hpp"
#include "support/images.hpp"

#ifdef KERATIN_HAS_PNG

namespace keratin::utils {
namespace {

namespace fs = std::filesystem;

using Catch::Matchers::Contains;
using testing::Folder;
using testing::Images;

}  // namespace

TEST_CASE("image_dataset_from_directory: a training that is resumed ends with the same weights") {
  const Images images;
  const Folder& folder = images;
  const auto weights_after = [&](int epochs, bool backs_up) {
    clear_session();
    Sequential model;
    model.add(layers::Flatten({.input_shape = {2, 2, 3}}));
    model.add(layers::Dense(3, {.activation = "softmax"}));
    model.compile({.optimizer = "adam", .loss = "sparse_categorical_crossentropy"});
    ImageDataset dataset = images.dataset({.batch_size = 2, .image_size = {2, 2}, .seed = 1});
    FitOptions options = {.epochs = epochs, .verbose = 0};
    if (backs_up)
      options.callbacks = {callbacks::BackupAndRestore(folder.file(".backup"), {.delete_checkpoint = false})};
    model.fit(dataset, options);
    return model.get_weights();
  };
  set_random_seed(3);
  const std::vector<Tensor> expected = weights_after(4, false);
  set_random_seed(3);
  weights_after(2, true);
  set_random_seed(4);
  CHECK(weights_after(4, true) == expected);
}

TEST_CASE("image_dataset_from_directory: a damaged file is named, also while a model trains") {
  const Images images;
  std::ofstream(images.file("dogs/broken.jpg")) << "\xff\xd8\xff no image";
  ImageDataset dataset = images.dataset({.batch_size = 2, .image_size = {2, 2}});
  Sequential model;
  model.add(layers::Flatten());
  model.add(layers::Dense(3, {.activation = "softmax"}));
  model.compile({.loss = "sparse_categorical_crossentropy"});
  CHECK_THROWS_AS(model.fit(dataset, {.verbose = 0}), IOError);
  CHECK_THROWS_WITH(model.fit(dataset, {.verbose = 0}), Contains("dogs/broken.jpg'"));
  fs::remove(images.path / "dogs/broken.jpg");
  ImageDataset sound = images.dataset({.batch_size = 2, .image_size = {2, 2}});
  CHECK(model.fit(sound, {.epochs = 2, .verbose = 0, .validation_data = sound})["val_loss"].size() == 2);
  CHECK_THROWS_WITH(sound[4], "ImageDataset: it has batches 0 to 3, but received 4.");
}

}  // namespace keratin::utils

#endif
