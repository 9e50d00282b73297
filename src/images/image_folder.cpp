#include "images/image_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <set>
#include <system_error>
#include <utility>

#include "files/system_file.hpp"
#include "images/image_dataset_options.hpp"
#include "printable.hpp"
#include "utils/lower_case.hpp"

namespace keratin::utils {

namespace {

namespace fs = std::filesystem;

/// Calls `visit` with each entry that `Iterator` comes to from a folder on.
template <class Iterator, class Visit>
void for_each_entry_of(const std::string& folder, const Visit& visit) {
  std::error_code error;
  for (Iterator entry(saving::system_path(folder), error); !error && entry != Iterator();
       entry.increment(error))
    visit(*entry);
  if (error) saving::fail_to_read(folder, error.message());
}

bool is_folder(const fs::directory_entry& entry) {
  std::error_code ignored;  // a link that leads to nothing is none
  return entry.is_directory(ignored);
}

constexpr std::size_t most_files = std::numeric_limits<int>::max();

/// Whether it is an image to Keras. Throws ValueError if it is none to load_img().
bool is_image_file(const fs::path& path) {
  const std::string ending = lower_case(path.extension().string());
  if (ending == ".bmp" || ending == ".gif") {
    refuse_images(fmt::format(
        "the file '{}' is of a kind that is not read, only PNG and JPEG are: convert it, or move it away.",
        path.string()));
  }
  return ending == ".png" || ending == ".jpg" || ending == ".jpeg";
}

void add_files(const std::string& folder, int label, std::vector<ImageFileName>& files) {
  std::vector<std::pair<std::string, std::string>> found;  // in Keras's order, by folder first
  for_each_entry_of<fs::recursive_directory_iterator>(folder, [&](const fs::directory_entry& entry) {
    if (is_folder(entry) || !is_image_file(entry.path())) return;
    if (files.size() + found.size() == most_files)
      refuse_images(fmt::format("there are more than {} files.", most_files));
    found.emplace_back(entry.path().parent_path().string(), entry.path().string());
  });
  std::sort(found.begin(), found.end());
  for (auto& [parent, path] : found) files.push_back({std::move(path), label});
}

}  // namespace

std::vector<std::string> classes_in(const std::string& directory, const std::vector<std::string>& names) {
  std::set<std::string> folders;
  for_each_entry_of<fs::directory_iterator>(directory, [&](const fs::directory_entry& entry) {
    const std::string name = entry.path().filename().string();
    if (is_folder(entry) && !name.starts_with('.')) folders.insert(name);
  });
  if (names.empty()) return {folders.begin(), folders.end()};
  std::string known;
  for (const std::string& folder : folders) append_quoted(known, folder);
  std::set<std::string> given;
  for (const std::string& name : names) {
    if (!folders.contains(name)) {
      refuse_images(
          fmt::format("class_names must be subdirectories of '{}', but \"{}\" is none. There are: {}.",
                      directory, name, known));
    }
    if (!given.insert(name).second) refuse_images(fmt::format("class_names has \"{}\" twice.", name));
  }
  return names;
}

std::vector<ImageFileName> image_files(const std::string& directory, const std::vector<std::string>& classes,
                                       bool is_labelled) {
  std::vector<ImageFileName> files;
  if (!is_labelled) add_files(directory, 0, files);
  for (std::size_t i = 0; i < classes.size(); ++i)
    add_files((fs::path(directory) / classes[i]).string(), static_cast<int>(i), files);
  if (files.empty()) {
    refuse_images(fmt::format("there is no .png, .jpg or .jpeg file in {}'{}'{}.",
                              is_labelled ? "a subdirectory of " : "", directory,
                              is_labelled ? "; each subdirectory is a class. For images without labels give "
                                            ".label_mode = std::nullopt"
                                          : ""));
  }
  return files;
}

}  // namespace keratin::utils
