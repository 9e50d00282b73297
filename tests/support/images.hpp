#pragma once

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "keratin/utils/image_dataset.hpp"
#include "support/folder.hpp"
#include "support/paths.hpp"

namespace keratin::testing {

/// What Keras makes of a folder of images, see the script beside the file.
inline const nlohmann::json& golden_image_dataset() {
  static const nlohmann::json content = [] {
    std::ifstream file(golden_path("image_dataset.json"));
    return nlohmann::json::parse(file);
  }();
  return content;
}

/// The folder that Keras was asked about.
struct Images : Folder {
  Images() {
    for (const auto& [name, image] : golden_image_dataset().at("tree").items()) put(name, image);
  }

  void put(const std::string& name, const std::string& image) const {
    std::filesystem::create_directories((path / name).parent_path());
    std::filesystem::copy_file(golden_path("png/" + image + ".png"), path / name);
  }

  [[nodiscard]] utils::ImageDataset dataset(utils::ImageDatasetFromDirectoryOptions options = {}) const {
    options.verbose = false;
    return utils::image_dataset_from_directory(path.string(), options);
  }

  /// The files of a dataset, from this folder on.
  [[nodiscard]] std::vector<std::string> files(const utils::ImageDataset& dataset) const {
    std::vector<std::string> names;
    for (const std::string& file : dataset.file_paths())
      names.push_back(std::filesystem::relative(file, path).string());
    return names;
  }
};

}  // namespace keratin::testing
