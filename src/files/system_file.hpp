#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace keratin::saving {

/// A user's path as the system takes it. Throws ValueError if there is a NUL in it: the system would take
/// what stands before that for the name.
const char* system_path(const std::string& path);

/// The bytes of a text, to be written.
inline std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// A file that is open, until it goes.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() { reset(-1); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int number() const { return number_; }
  void reset(int number);

 private:
  int number_;
};

/// A file that is open to be read.
class InputFile {
 public:
  /// Throws IOError unless it is a regular file that can be read: a pipe
  /// that nobody writes to would wait for ever.
  explicit InputFile(std::string path);

  /// In bytes.
  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// Fills `bytes` from this place on. Throws IOError if the file has fewer.
  void read(std::uint64_t place, std::span<std::uint8_t> bytes) const;

 private:
  std::string path_;
  Descriptor file_;
  std::uint64_t size_ = 0;
};

/// All bytes of the file `path`. Throws IOError as InputFile does, and if it has over `most` bytes or more
/// than memory has room for.
std::vector<std::uint8_t> read_file(const std::string& path, std::uint64_t most = 1ULL << 40U);

/// A file that is open to be written to. Of processes that compute together only the first one writes.
class OutputFile {
 public:
  enum class Start { empty, at_end };

  /// Makes the file if there is none. Throws IOError if it cannot be written, as a pipe that nobody reads:
  /// that would wait for ever.
  OutputFile(std::string path, Start start);

  /// Throws IOError if they cannot be written.
  void write(std::span<const std::uint8_t> bytes) const;

 private:
  std::string path_;
  Descriptor file_;
};

/// Writes all bytes to an open file, called `path` in errors. Throws IOError if they cannot be written; also,
/// instead of the signal SIGXFSZ, if the file would become larger than the process may make it.
void write_all(const Descriptor& file, std::span<const std::uint8_t> bytes, const std::string& path);

/// Throws IOError: memory has no room for what is read from the file or written to it.
[[noreturn]] void fail_to_hold(const std::string& path);

/// Throws IOError with the file's path and the reason; of a folder that is missing it says so.
[[noreturn]] void fail_to_read(const std::string& path, const std::string& reason);
[[noreturn]] void fail_to_write(const std::string& path, const std::string& reason);
[[noreturn]] void fail_to_write(const std::string& path, int error_number);

}  // namespace keratin::saving
