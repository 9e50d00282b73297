#include "keratin/utils/image_dataset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <utility>

#include "images/image.hpp"
#include "images/image_dataset_options.hpp"
#include "images/image_folder.hpp"
#include "keratin/error.hpp"
#include "keratin/random.hpp"
#include "keratin/utils/image_utils.hpp"
#include "kernels/axis.hpp"
#include "kernels/resize.hpp"
#include "memory_error.hpp"
#include "random/generators.hpp"
#include "random/mersenne_twister.hpp"
#include "random/shuffle_in_place.hpp"
#include "utils/interpolation.hpp"

namespace keratin::utils {

namespace {

using kernels::as_size;

constexpr int dataset_workers = 2, batches_in_advance = 4;

/// As NumPy's RandomState(seed).shuffle().
template <class T>
void shuffle_like_numpy(std::vector<T>& list, std::uint32_t seed) {
  random::NumpyRandom generator(seed);
  random::shuffle_in_place(list.size(), generator,
                           [&](std::size_t one, std::size_t other) { std::swap(list[one], list[other]); });
}

/// Says what Keras says.
void say_found(std::size_t found, std::size_t classes, const std::string& subset, std::size_t used) {
  std::string text = fmt::format("Found {} files", found);
  text += classes == 0 ? ".\n" : fmt::format(" belonging to {} classes.\n", classes);
  if (!subset.empty()) text += fmt::format("Using {} files for {}.\n", used, subset);
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

/// Leaves the files of the subset.
void keep_subset(const ImageDatasetFromDirectoryOptions& options, std::vector<ImageFileName>& files) {
  if (!options.validation_split) return;
  const auto count = static_cast<std::ptrdiff_t>(files.size());
  const auto kept = static_cast<std::ptrdiff_t>(*options.validation_split * static_cast<double>(count));
  if (kept == 0) {
    refuse_images(fmt::format(
        "a validation_split of {} leaves 0 of {} files for validation: neither part may be empty.",
        *options.validation_split, count));
  }
  const auto middle = files.end() - kept;
  if (options.subset == "training") {
    files.erase(middle, files.end());
  } else {
    files.erase(files.begin(), middle);
  }
}

/// Reads an image of so many rows and columns, resized as the options say, to `pixels`.
void read_image(const std::string& path, const ImageDatasetFromDirectoryOptions& options, float* pixels) {
  const Tensor image = load_img(path, {.color_mode = options.color_mode});
  const Shape shape = shape_of(image);
  const int rows = options.image_size[0], columns = options.image_size[1];
  if (shape[0] == rows && shape[1] == columns) {
    std::copy(image.begin(), image.end(), pixels);
    return;
  }
  kernels::resize({1, as_size(shape[0]), as_size(shape[1]), as_size(shape[2]), as_size(rows),
                   as_size(columns), *find_interpolation(options.interpolation)},
                  image.data(), pixels);
}

}  // namespace

ImageDataset::ImageDataset() : Dataset({.workers = dataset_workers, .max_queue_size = batches_in_advance}) {}

std::optional<int> ImageDataset::num_batches() const {
  const std::size_t batch = as_size(options_.batch_size);
  return static_cast<int>((paths_.size() + batch - 1) / batch);
}

Data ImageDataset::operator[](int index) {
  if (index < 0 || index >= *num_batches()) {
    throw ValueError(
        fmt::format("ImageDataset: it has batches 0 to {}, but received {}.", *num_batches() - 1, index));
  }
  const std::size_t first = as_size(index) * as_size(options_.batch_size);
  const std::size_t count = std::min(as_size(options_.batch_size), paths_.size() - first);
  const int batch = static_cast<int>(count), classes = static_cast<int>(class_names_.size());
  Data data;
  data.x = new_array<float>(
      {batch, options_.image_size[0], options_.image_size[1], *find_channels(options_.color_mode)});
  const std::size_t image = data.x.size() / count;
  for (std::size_t i = 0; i < count; ++i)
    read_image(paths_[order_[first + i]], options_, data.x.data() + i * image);
  if (class_names_.empty()) return data;
  const std::string& mode = *options_.label_mode;
  data.y = new_array<float>(mode == "int" ? Shape{batch} : Shape{batch, mode == "binary" ? 1 : classes});
  data.y.fill(0.0f);
  for (std::size_t i = 0; i < count; ++i) {
    const int label = labels_[order_[first + i]];
    if (mode == "categorical") {
      data.y.data()[i * class_names_.size() + as_size(label)] = 1.0f;
    } else {
      data.y.data()[i] = static_cast<float>(label);
    }
  }
  return data;
}

void ImageDataset::on_epoch_begin() {
  if (!options_.shuffle) return;
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  shuffle_like_numpy(order_, static_cast<std::uint32_t>(random::next_seed()));
}

ImageDataset image_dataset_from_directory(const std::string& directory,
                                          const ImageDatasetFromDirectoryOptions& options) {
  check_image_dataset(options);
  const std::uint32_t given_seed = options.seed ? random::checked_seed(*options.seed) : 0;
  ImageDataset dataset;
  dataset.options_ = options;
  if (has_labels(options)) dataset.class_names_ = classes_in(directory, options.class_names);
  if (options.label_mode == "binary" && has_labels(options) && dataset.class_names_.size() != 2) {
    refuse_images(fmt::format("label_mode \"binary\" needs 2 classes, but there {} {} in '{}'.",
                              dataset.class_names_.size() == 1 ? "is" : "are", dataset.class_names_.size(),
                              directory));
  }
  std::vector<ImageFileName> files = image_files(directory, dataset.class_names_, has_labels(options));
  constexpr int seeds = 1'000'000;
  const std::uint32_t seed =
      options.seed ? given_seed : static_cast<std::uint32_t>(random::randint(0, seeds));
  if (options.shuffle) shuffle_like_numpy(files, seed);
  const std::size_t found = files.size();
  keep_subset(options, files);
  for (ImageFileName& file : files) {
    dataset.paths_.push_back(std::move(file.path));
    dataset.labels_.push_back(file.label);
  }
  dataset.order_.resize(files.size());
  std::iota(dataset.order_.begin(), dataset.order_.end(), std::size_t{0});
  if (options.verbose) say_found(found, dataset.class_names_.size(), options.subset, files.size());
  return dataset;
}

}  // namespace keratin::utils
