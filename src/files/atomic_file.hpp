#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "files/system_file.hpp"

namespace keratin::saving {

/// What becomes the content of the file `path` when it is complete. At every moment, also if the process is
/// killed or the machine fails, that file is the old one or the new one, whole: the bytes go to
/// `<path>.<random digits>.tmp` first, which its writer keeps locked. A killed process leaves it behind,
/// unlocked, and the next writer for this path removes it. A symbolic link stays one: the file that it leads
/// to is replaced. An old file's permissions are kept. Of processes that compute together only the first
/// writes; in the others nothing happens. Throws ValueError for a path with a NUL in it; IOError, the old
/// file untouched, if it cannot be written or is a link that leads to no file.
class AtomicFile {
 public:
  explicit AtomicFile(const std::string& path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::span<const std::uint8_t> bytes) const;

  /// Puts the file in its place; without this call the old one stays.
  void commit();

 private:
  /// A rename would replace what must not be: a device, or a file that its owner protects.
  void check_old_file();

  /// What a symbolic link leads to, so that the link stays one.
  static std::string resolved(const std::string& path);

  /// Whether another process took the new file for an abandoned one before it was locked. A file system
  /// without locks keeps all of them.
  [[nodiscard]] bool was_removed() const;

  /// Makes the new name survive a failure of the machine. A file system that cannot do it has written the
  /// name already.
  void sync_folder() const;

  std::string named_, path_, temporary_;
  std::optional<mode_t> old_mode_;
  Descriptor file_;
  bool committed_ = false;
};

/// Makes `bytes` the content of the file `path`, as AtomicFile does.
void write_atomically(const std::string& path, std::span<const std::uint8_t> bytes);

}  // namespace keratin::saving
