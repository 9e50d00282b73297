#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "keratin/shape.hpp"
#include "keratin/utils/dataset.hpp"

namespace keratin::utils {

/// The named arguments of image_dataset_from_directory(), in Keras's order.
struct ImageDatasetFromDirectoryOptions {
  /// "inferred": each subdirectory is a class. Nothing: images without labels, from all of the directory.
  std::optional<std::string> labels = "inferred";
  /// "int": (batch,), class numbers; "categorical": (batch, classes), one-hot rows; "binary": (batch, 1), 0
  /// or 1 for the two classes. Nothing: as above.
  std::optional<std::string> label_mode = "int";
  std::vector<std::string> class_names =
      {};                          ///< the classes in this order; all, in alphabetical order, if empty
  std::string color_mode = "rgb";  ///< or "grayscale", "rgba"
  int batch_size = 32;
  Shape image_size = {256, 256};  ///< {rows, columns} to which each image is resized
  /// Whether the files come in a random order, and in another one in each epoch, which follows from
  /// utils::set_random_seed() as fit()'s does, also after a training is resumed at the end of an epoch. Give
  /// false for predict(): otherwise nothing says which row of its answer belongs to which file.
  bool shuffle = true;
  std::optional<std::int64_t> seed = {};  ///< of the first order; drawn from keratin::random if there is none
  std::optional<double> validation_split = {};  ///< the share of the files that are kept for validation
  std::string subset = {};  ///< "training" or "validation", together with validation_split
  /// "bilinear", "nearest", "bicubic", "area", "lanczos3" or "lanczos5", as tf.image.resize().
  std::string interpolation = "bilinear";
  bool verbose = true;  ///< whether a line says how many files were found
};

/// The images of a directory, read batch by batch while a model trains: x (batch, rows, columns, channels),
/// levels from 0 to 255, and y as label_mode says. It holds the files' names, and up to 6 batches at a time.
class ImageDataset : public Dataset {
 public:
  [[nodiscard]] std::optional<int> num_batches() const override;

  /// Throws IOError for a file that cannot be read or is damaged.
  Data operator[](int index) override;
  void on_epoch_begin() override;

  /// The classes, in the order of their numbers; none without labels.
  [[nodiscard]] const std::vector<std::string>& class_names() const { return class_names_; }

  /// The files, shuffled once if they are to be shuffled, in the order of operator[] before the first epoch.
  [[nodiscard]] const std::vector<std::string>& file_paths() const { return paths_; }

 private:
  friend ImageDataset image_dataset_from_directory(const std::string& directory,
                                                   const ImageDatasetFromDirectoryOptions& options);
  ImageDataset();

  ImageDatasetFromDirectoryOptions options_;
  std::vector<std::string> class_names_, paths_;
  std::vector<int> labels_;  // of each path
  std::vector<std::size_t> order_;
};

/// The PNG and JPEG files of a directory as keras.utils.image_dataset_from_directory gives them: with its
/// classes, its split and its shuffled order of files for the same seed; the order of the epochs is not
/// TensorFlow's. Levels are those of load_img(); TensorFlow's differ by up to 9
/// in JPEG files, by 1 in gray made of colors, and in the alpha of images of few bits per level.
/// Subdirectories of a class belong to it, but links to directories inside a class are not followed. Prints a
/// line as Keras. Throws ValueError for options that are unknown, out of range or exclude each other, without
/// any image, for a .bmp or .gif, and for batches of more than 2^30 values; IOError if the directory cannot
/// be read.
ImageDataset image_dataset_from_directory(const std::string& directory,
                                          const ImageDatasetFromDirectoryOptions& options = {});

}  // namespace keratin::utils
