#include "files/read_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include "files/system_file.hpp"
#include "keratin/error.hpp"
#include "memory_error.hpp"

namespace keratin::saving {

std::vector<std::uint8_t> read_file(const std::string& path, std::uint64_t most) {
  const auto fail = [&](const std::string& reason) {
    throw IOError(fmt::format("The file '{}' cannot be read: {}.", path, reason));
  };
  std::error_code error;  // opening a pipe that nobody writes to would wait for ever
  const std::filesystem::file_status status = std::filesystem::status(system_path(path), error);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
    fail("it is no regular file");
  }
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(std::fopen(path.c_str(), "rb"), std::fclose);
  if (stream == nullptr) fail(std::generic_category().message(errno));
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) fail(error.message());
  if (size > most) fail(fmt::format("it has {} bytes, and at most {} are read", size, most));
  std::vector<std::uint8_t> bytes =
      within_memory([&] { return std::vector<std::uint8_t>(size); },
                    [&] { fail(fmt::format("its {} bytes do not fit into memory", size)); });
  if (std::fread(bytes.data(), 1, bytes.size(), stream.get()) != bytes.size()) {
    fail("it became shorter while it was read");
  }
  return bytes;
}

}  // namespace keratin::saving
