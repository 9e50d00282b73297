#include "saving/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <system_error>

#include "keratin/error.hpp"

namespace keratin::saving {

namespace {

/// A file beside `path` that takes its place when it is complete, and is removed otherwise.
class ReplacementFile {
 public:
  explicit ReplacementFile(const std::string& path) : named_(path), path_(resolved(path)) {
    check_old_file();
    static std::atomic<unsigned> number{0};
    do {  // a name may be taken: a process that was killed had the same number
      temporary_ = fmt::format("{}.{}-{}.tmp", path_, ::getpid(), number++);
      descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    } while (descriptor_ < 0 && errno == EEXIST);
    if (descriptor_ < 0) fail();
  }

  ~ReplacementFile() {
    ::close(descriptor_);
    if (!committed_) ::unlink(temporary_.c_str());
  }

  ReplacementFile(const ReplacementFile&) = delete;
  ReplacementFile& operator=(const ReplacementFile&) = delete;

  void write(std::span<const std::uint8_t> bytes) const {
    while (!bytes.empty()) {
      const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
      if (count >= 0) {
        bytes = bytes.subspan(static_cast<std::size_t>(count));
      } else if (errno != EINTR) {
        fail();
      }
    }
  }

  void commit() {
    if (old_mode_ && ::fchmod(descriptor_, *old_mode_ & 0777U) != 0) fail();
    if (::fsync(descriptor_) != 0 || ::rename(temporary_.c_str(), path_.c_str()) != 0) fail();
    committed_ = true;
    sync_folder();
  }

 private:
  /// A rename would replace what must not be: a device, or a file that its owner protects.
  void check_old_file() {
    struct stat old {};
    if (::stat(path_.c_str(), &old) != 0) return;
    if (S_ISDIR(old.st_mode)) fail("Is a directory");
    if (!S_ISREG(old.st_mode)) fail("It is no regular file");
    if (::access(path_.c_str(), W_OK) != 0) fail();
    old_mode_ = old.st_mode;
  }

  /// What a symbolic link leads to, so that the link stays one.
  static std::string resolved(const std::string& path) {
    std::error_code error;
    std::filesystem::path target = std::filesystem::canonical(path, error);
    return error ? path : target.string();
  }

  /// Makes the new name last through a failure of the machine; file systems that cannot have written it
  /// anyway.
  void sync_folder() const {
    const std::string folder = std::filesystem::path(path_).parent_path().string();
    const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
  }

  [[noreturn]] void fail() const { fail(std::generic_category().message(errno)); }

  [[noreturn]] void fail(const std::string& reason) const {
    throw IOError(fmt::format("The file '{}' cannot be written: {}.", named_, reason));
  }

  std::string named_, path_, temporary_;
  std::optional<mode_t> old_mode_;
  int descriptor_ = -1;
  bool committed_ = false;
};

}  // namespace

void write_atomically(const std::string& path, std::span<const std::uint8_t> bytes) {
  ReplacementFile file(path);
  file.write(bytes);
  file.commit();
}

}  // namespace keratin::saving
