#include "datasets/file.hpp"

#include <fmt/format.h>
#ifdef KERATIN_HAS_ZLIB
#include <zlib.h>
#endif

#include <cerrno>
#include <filesystem>
#include <memory>
#include <system_error>

#include "files/system_file.hpp"

namespace keratin::datasets {

namespace {

#ifdef KERATIN_HAS_ZLIB
Bytes read_packed(const File& file, const std::string& path, std::size_t limit) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> stream(gzopen(path.c_str(), "rb"), gzclose);
  if (stream == nullptr) file.fail(std::generic_category().message(errno));
  constexpr std::size_t part_size = std::size_t{1} << 20;
  Bytes bytes;
  for (int count = 1; count > 0;) {
    const std::size_t held = bytes.size();
    bytes.resize(held + part_size);
    count = gzread(stream.get(), bytes.data() + held, static_cast<unsigned>(part_size));
    if (count < 0) file.fail("its compressed data are damaged");
    bytes.resize(held + static_cast<std::size_t>(count));
    if (bytes.size() > limit) file.fail(fmt::format("it holds more than {} bytes", limit));
  }
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
  if (std::filesystem::is_regular_file(plain, error)) return saving::read_file(plain, limit);
  if (std::filesystem::is_regular_file(packed, error)) return read_packed(*this, packed, limit);
  fail(fmt::format("there is no such file, with or without .gz. Download it from {}", source));
}

void File::fail(const std::string& reason) const { saving::fail_to_read(path(), reason); }

}  // namespace keratin::datasets
