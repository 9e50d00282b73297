#pragma once

#include <unistd.h>

#include <filesystem>
#include <iterator>
#include <string>

namespace keratin::testing {

/// A folder for files of a test that is gone after it.
struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("keratin_test_" + std::to_string(::getpid()));

  Folder() { std::filesystem::create_directories(path); }
  ~Folder() {
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    std::filesystem::remove_all(path);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] std::string file(const std::string& name) const { return (path / name).string(); }
  [[nodiscard]] auto entries() const { return std::distance(std::filesystem::directory_iterator(path), {}); }
};

}  // namespace keratin::testing
