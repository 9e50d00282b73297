#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace keratin::saving {

/// Writes a ZIP archive, with libzip, which makes it in memory. Throws IOError if it cannot be written,
/// ValueError if the library was built without it.
class ZipWriter {
 public:
  explicit ZipWriter(const std::string& path);
  ~ZipWriter();
  ZipWriter(const ZipWriter&) = delete;
  ZipWriter& operator=(const ZipWriter&) = delete;

  /// Adds a file, not compressed, as Keras does.
  void add(const std::string& name, std::vector<std::uint8_t> bytes);

  /// Puts the archive in its place, as AtomicFile does; to be called last.
  void commit();

 private:
  struct State;
  std::string path_;
  std::unique_ptr<State> state_;
};

/// Reads files out of an archive; names in it are looked up and nothing else is done with them. Throws
/// IOError if the file cannot be read or is damaged, and ValueError as above.
class ZipReader {
 public:
  explicit ZipReader(const std::string& path);
  ~ZipReader();
  ZipReader(const ZipReader&) = delete;
  ZipReader& operator=(const ZipReader&) = delete;

  [[nodiscard]] bool contains(const std::string& name) const;

  /// What lies in it, in its order.
  [[nodiscard]] std::vector<std::string> names() const;

  /// Throws IOError if it is not there, is over `most` bytes, or is over `small` bytes and grows beyond
  /// 32 times of what is stored, which no model does.
  [[nodiscard]] std::vector<std::uint8_t> read(const std::string& name, std::uint64_t most,
                                               std::uint64_t small = 1U << 20U) const;

 private:
  struct State;
  std::string path_;
  std::unique_ptr<State> state_;
};

}  // namespace keratin::saving
