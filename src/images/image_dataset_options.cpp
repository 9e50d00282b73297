#include "images/image_dataset_options.hpp"

#include <fmt/format.h>

#include <cstdint>

#include "images/image.hpp"
#include "keratin/error.hpp"
#include "kernels/axis.hpp"
#include "nearest_name.hpp"
#include "utils/interpolation.hpp"

namespace keratin::utils {

namespace {

void check_image_names(const ImageDatasetFromDirectoryOptions& options) {
  if (options.labels && *options.labels != "inferred")
    refuse_images(
        fmt::format("labels must be \"inferred\" or nothing, but received \"{}\".", *options.labels));
  const std::string mode = options.label_mode.value_or("int");
  if (mode != "int" && mode != "categorical" && mode != "binary") {
    refuse_images(fmt::format(
        "label_mode must be \"int\", \"categorical\", \"binary\" or nothing, but received \"{}\".", mode));
  }
  const std::string& color = options.color_mode;
  if (!find_channels(color)) {
    refuse_images(
        fmt::format("color_mode must be \"grayscale\", \"rgb\" or \"rgba\", but received \"{}\".", color));
  }
  if (!find_interpolation(options.interpolation)) {
    refuse_images(
        fmt::format("unknown interpolation {}", among_known(options.interpolation, interpolation_names())));
  }
  if (!has_labels(options) && !options.class_names.empty())
    refuse_images(
        "class_names are for images with labels: leave them out, or labels and label_mode as they are.");
}

void check_image_sizes(const ImageDatasetFromDirectoryOptions& options) {
  constexpr std::uint64_t most_values = 1U << 30U;
  const Shape& sides = options.image_size;
  if (!can_resize_to(sides)) {
    refuse_images(
        fmt::format("image_size must be {{rows, columns}}, each from 1 to {}, and of at most 2^26 pixels, "
                    "but received {}.",
                    longest_side, to_string(sides)));
  }
  const int channels = *find_channels(options.color_mode);
  const std::uint64_t image = sides.element_count() * kernels::as_size(channels);
  if (options.batch_size < 1 || image * kernels::as_size(options.batch_size) > most_values) {
    refuse_images(
        fmt::format("batch_size must be 1 or more, and a batch of at most 2^30 values, but received {} "
                    "for images of shape ({}, {}, {}).",
                    options.batch_size, sides[0], sides[1], channels));
  }
}

void check_image_split(const ImageDatasetFromDirectoryOptions& options) {
  if (options.validation_split.has_value() == options.subset.empty())
    refuse_images("validation_split and subset belong together: give both, or none.");
  if (!options.validation_split) return;
  const double split = *options.validation_split;
  const bool is_share = split > 0.0 && split < 1.0;
  if (!is_share)
    refuse_images(fmt::format("validation_split must be above 0 and below 1, but received {}.", split));
  if (options.subset != "training" && options.subset != "validation") {
    refuse_images(
        fmt::format("subset must be \"training\" or \"validation\", but received \"{}\". For both call it "
                    "twice, with the same seed.",
                    options.subset));
  }
  if (options.shuffle && !options.seed) {
    refuse_images(
        "a validation_split of shuffled files needs a seed, the same for both subsets: otherwise they share "
        "files. Give .seed, or .shuffle = false.");
  }
}

}  // namespace

void refuse_images(const std::string& reason) { throw ValueError("image_dataset_from_directory: " + reason); }

bool has_labels(const ImageDatasetFromDirectoryOptions& options) {
  return options.labels && options.label_mode;
}

void check_image_dataset(const ImageDatasetFromDirectoryOptions& options) {
  check_image_names(options);
  check_image_sizes(options);
  check_image_split(options);
}

}  // namespace keratin::utils
