#include "datasets/file.hpp"

#include <fmt/format.h>
#ifdef KERATIN_HAS_ZLIB
#include <zlib.h>
#endif

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include "files/system_file.hpp"
#include "keratin/error.hpp"

namespace keratin::datasets {

namespace {

constexpr std::size_t part_size = std::size_t{1} << 20;

/// All that `read_part(target, size)` gives, which returns how many bytes it wrote, 0 at the end.
template <class ReadPart>
Bytes read_all(const File& file, std::size_t limit, ReadPart read_part) {
  Bytes bytes;
  for (;;) {
    const std::size_t held = bytes.size();
    bytes.resize(held + part_size);
    const std::size_t count = read_part(bytes.data() + held, part_size);
    bytes.resize(held + count);
    if (count == 0) return bytes;
    if (bytes.size() > limit) file.fail(fmt::format("it holds more than {} bytes", limit));
  }
}

Bytes read_plain(const File& file, const std::string& path, std::size_t limit) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(std::fopen(path.c_str(), "rb"), std::fclose);
  if (stream == nullptr) file.fail(std::generic_category().message(errno));
  return read_all(file, limit, [&](std::uint8_t* target, std::size_t size) {
    const std::size_t count = std::fread(target, 1, size, stream.get());
    if (std::ferror(stream.get()) != 0) file.fail(std::generic_category().message(errno));
    return count;
  });
}

#ifdef KERATIN_HAS_ZLIB
Bytes read_packed(const File& file, const std::string& path, std::size_t limit) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> stream(gzopen(path.c_str(), "rb"), gzclose);
  if (stream == nullptr) file.fail(std::generic_category().message(errno));
  Bytes bytes = read_all(file, limit, [&](std::uint8_t* target, std::size_t size) {
    const int count = gzread(stream.get(), target, static_cast<unsigned>(size));
    if (count < 0) file.fail("its compressed data are damaged");
    return static_cast<std::size_t>(count);
  });
  int error = Z_OK;
  gzerror(stream.get(), &error);
  if (error != Z_OK) file.fail("its compressed data end too early");
  return bytes;
}
#else
Bytes read_packed(const File& file, const std::string&, std::size_t) {
  file.fail("it is compressed, and this library was built without zlib: unpack it");
}
#endif

}  // namespace

std::string File::path() const {
  return saving::system_path((std::filesystem::path(folder) / name).string());
}

Bytes File::read(std::size_t limit) const {
  const std::string plain = path(), packed = plain + ".gz";
  std::error_code error;
  if (std::filesystem::is_regular_file(plain, error)) return read_plain(*this, plain, limit);
  if (std::filesystem::is_regular_file(packed, error)) return read_packed(*this, packed, limit);
  throw IOError(
      fmt::format("The file '{}' cannot be read: there is none, neither with .gz. It can be had from {}.",
                  plain, source));
}

void File::fail(const std::string& reason) const {
  throw IOError(fmt::format("The file '{}' cannot be read: {}.", path(), reason));
}

}  // namespace keratin::datasets
