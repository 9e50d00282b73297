#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "files/system_file.hpp"

namespace keratin::saving {

class Source;

/// Bytes of a file's structure, taken one number or text after the other. Throws IOError past their end.
class Cursor {
 public:
  Cursor(const Source& source, std::vector<std::uint8_t> bytes)
      : source_(&source), bytes_(std::move(bytes)) {}

  /// The next `width` bytes (at most 8) as a number, the lowest byte first.
  std::uint64_t number(std::size_t width);

  /// A view of the next `size` bytes only.
  Cursor part(std::uint64_t size);
  std::string text(std::uint64_t size);

  /// The text from place `offset` up to the next zero byte.
  [[nodiscard]] std::string text_at(std::uint64_t offset) const;

  void skip(std::uint64_t size) { take(size); }

  /// Throws IOError unless these bytes come next.
  void expect(const char* signature);
  [[nodiscard]] std::size_t remaining() const { return bytes_.size() - position_; }

 private:
  std::span<const std::uint8_t> take(std::uint64_t size);

  const Source* source_;
  std::vector<std::uint8_t> bytes_;
  std::size_t position_ = 0;
};

/// A file that says itself where in it to read on; every place and size is checked against the file's own.
class Source {
 public:
  /// Throws IOError unless it is a regular file that can be read.
  explicit Source(std::string path);

  /// A file in memory, called `path` in errors.
  Source(std::string path, std::vector<std::uint8_t> bytes);

  /// The same, whose bytes stay where they are as long as it lives.
  Source(std::string path, std::span<const std::uint8_t> bytes);
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// Bytes of the file's structure. Throws IOError if they are not in the file, and as charge() does.
  Cursor at(std::uint64_t address, std::uint64_t size) const;

  /// Counts `size` bytes as taken from the file's structure. Throws IOError if more are taken than the
  /// structure of a sound file has, as if it leads back to itself: then neither time nor memory would have
  /// an end.
  void charge(std::uint64_t size) const;

  /// Fills `bytes` from `address` on. Throws IOError if they are not in the file.
  void read(std::uint64_t address, std::span<std::uint8_t> bytes) const;

  /// Throws IOError if these bytes are not in the file.
  void check_inside(std::uint64_t address, std::uint64_t size) const;

  /// Throws an IOError with the file's name.
  [[noreturn]] void fail(const std::string& reason) const;

 private:
  void set_size(std::uint64_t size);

  std::string path_;
  std::optional<InputFile> file_;         // nothing if it is in memory
  std::vector<std::uint8_t> own_;         // its bytes then, unless they are somebody else's
  std::span<const std::uint8_t> memory_;  // its bytes then
  std::uint64_t size_ = 0;
  mutable std::uint64_t structure_left_ = 0;
};

}  // namespace keratin::saving
