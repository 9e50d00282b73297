#pragma once

#include <string>
#include <vector>

namespace keratin::utils {

/// A file of an image dataset, and its class.
struct ImageFileName {
  std::string path;
  int label;
};

/// The names of the subdirectories, sorted, or these `names` of them. Throws IOError if the directory cannot
/// be read; ValueError if there is none of a name or one comes twice.
std::vector<std::string> classes_in(const std::string& directory, const std::vector<std::string>& names);

/// The image files of the classes, or of all of the directory, sorted by folder and name within each class.
/// Throws as above; ValueError if there is none or one is of a kind that load_img() does not read.
std::vector<ImageFileName> image_files(const std::string& directory, const std::vector<std::string>& classes,
                                       bool is_labelled);

}  // namespace keratin::utils
