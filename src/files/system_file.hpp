#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

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

/// A file that is open to be written to.
class OutputFile {
 public:
  enum class Start { empty, at_end };

  /// Makes the file where there is none. Throws IOError where it cannot be written, as a pipe that nobody
  /// reads: that would wait for ever.
  OutputFile(std::string path, Start start);

  /// Throws IOError where they cannot be written.
  void write(std::span<const std::uint8_t> bytes) const;

 private:
  std::string path_;
  Descriptor file_;
};

/// Writes all bytes to a file that is open; returns 0, or the error number of the system. A file that would
/// become larger than the process may make it is such an error too, and not the signal SIGXFSZ.
int write_all(int descriptor, std::span<const std::uint8_t> bytes);

/// Throws IOError: memory has no room for what is read from the file or written to it.
[[noreturn]] void fail_to_hold(const std::string& path);

/// Throws IOError with the file's path and the reason.
[[noreturn]] void fail_to_write(const std::string& path, const std::string& reason);
[[noreturn]] void fail_to_write(const std::string& path, int error_number);

}  // namespace keratin::saving
