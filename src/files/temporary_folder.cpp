#include "files/temporary_folder.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "keratin/error.hpp"

namespace keratin::utils {

TemporaryFolder::TemporaryFolder()
    : path_((std::filesystem::temp_directory_path() / "keratin_XXXXXX").string()) {
  if (::mkdtemp(path_.data()) == nullptr) {
    throw IOError(fmt::format("The folder '{}' cannot be made.", path_));
  }
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace keratin::utils
