#include "keratin/utils/npy.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "files/atomic_file.hpp"
#include "files/npy_format.hpp"
#include "files/system_file.hpp"
#include "files/zip_file.hpp"
#include "keratin/error.hpp"
#include "memory_error.hpp"

namespace keratin::utils {

namespace {

constexpr std::string_view npy_ending = ".npy";

void check_ending(const char* function, const std::string& path, std::string_view expected) {
  if (path.ends_with(expected)) return;
  throw ValueError(
      fmt::format("{}() writes files that end in {}. Received: '{}'.", function, expected, path));
}

}  // namespace

Tensor load_npy(const std::string& path) {
  const std::vector<std::uint8_t> bytes = saving::read_file(path);
  if (bytes.empty()) saving::fail_to_read(path, "it is empty");
  return parse_npy(path, bytes);
}

void save_npy(const std::string& path, const Tensor& array) {
  check_ending("save_npy", path, npy_ending);
  saving::write_atomically(
      path, within_memory([&] { return format_npy(array); }, [&] { saving::fail_to_hold(path); }));
}

std::map<std::string, Tensor> load_npz(const std::string& path) {
  const saving::ZipReader archive(path);
  constexpr std::uint64_t most = 1ULL << 40U;
  std::uint64_t small = 1U << 28U;  // all arrays together may grow to this, however little is stored
  std::map<std::string, Tensor> arrays;
  for (const std::string& name : archive.names()) {
    if (!name.ends_with(npy_ending) || arrays.contains(name.substr(0, name.size() - npy_ending.size())))
      continue;
    const std::vector<std::uint8_t> bytes = archive.read(name, most, small);
    small -= std::min<std::uint64_t>(small, bytes.size());
    arrays.emplace(name.substr(0, name.size() - npy_ending.size()),
                   parse_npy(fmt::format("{}/{}", path, name), bytes));
  }
  return arrays;
}

void save_npz(const std::string& path, const std::map<std::string, Tensor>& arrays) {
  check_ending("save_npz", path, ".npz");
  saving::ZipWriter archive(path);
  const auto write = [&] {
    for (const auto& [name, array] : arrays) archive.add(name + std::string(npy_ending), format_npy(array));
    archive.commit();
  };
  within_memory(write, [&] { saving::fail_to_hold(path); });
}

}  // namespace keratin::utils
