#include "files/system_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <system_error>
#include <utility>

#include "distribution/writes.hpp"
#include "keratin/error.hpp"
#include "memory_error.hpp"

namespace keratin::saving {

namespace {

/// Holds SIGXFSZ back from this thread, whatever the program does with it, and takes what came meanwhile.
class SizeSignalHeldBack {
 public:
  SizeSignalHeldBack() {
    ::sigemptyset(&signal_);
    ::sigaddset(&signal_, SIGXFSZ);
    ::pthread_sigmask(SIG_BLOCK, &signal_, &before_);
    was_pending_ = is_pending();
  }

  ~SizeSignalHeldBack() {
    int taken = 0;
    if (!was_pending_ && is_pending()) ::sigwait(&signal_, &taken);
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

  SizeSignalHeldBack(const SizeSignalHeldBack&) = delete;
  SizeSignalHeldBack& operator=(const SizeSignalHeldBack&) = delete;

 private:
  static bool is_pending() {
    sigset_t pending;
    return ::sigpending(&pending) == 0 && ::sigismember(&pending, SIGXFSZ) == 1;
  }

  sigset_t signal_{}, before_{};
  bool was_pending_ = false;
};

[[noreturn]] void fail_to_open(const std::string& path, int error_number) {
  const std::string reason = std::generic_category().message(error_number);
  std::error_code unknown;
  const std::filesystem::path folder = std::filesystem::current_path(unknown);
  const bool is_relative = !path.empty() && std::filesystem::path(path).is_relative();
  fail_to_read(path, error_number == ENOENT && is_relative && !unknown
                         ? fmt::format("{} in the working folder '{}'", reason, folder.string())
                         : reason);
}

}  // namespace

const char* system_path(const std::string& path) {
  const std::size_t end = path.find('\0');
  if (end == std::string::npos) return path.c_str();
  throw ValueError(
      fmt::format("A path must not hold a NUL character, but received '{}', a NUL and {} more characters.",
                  path.substr(0, end), path.size() - end - 1));
}

void Descriptor::reset(int number) {
  if (number_ >= 0) ::close(number_);
  number_ = number;
}

InputFile::InputFile(std::string path) : path_(std::move(path)) {
  file_.reset(::open(system_path(path_), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file_.number() < 0) fail_to_open(path_, errno);
  struct stat status {};
  if (::fstat(file_.number(), &status) != 0 || !S_ISREG(status.st_mode)) {
    fail_to_read(
        path_, S_ISDIR(status.st_mode) ? "it is a folder, but a file was expected" : "it is no regular file");
  }
  size_ = static_cast<std::uint64_t>(status.st_size);
}

void InputFile::read(std::uint64_t place, std::span<std::uint8_t> bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = ::pread(file_.number(), bytes.data(), bytes.size(), static_cast<off_t>(place));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail_to_read(path_, std::generic_category().message(errno));
    if (count == 0) fail_to_read(path_, "it became shorter while it was read");
    bytes = bytes.subspan(static_cast<std::size_t>(count));
    place += static_cast<std::uint64_t>(count);
  }
}

std::vector<std::uint8_t> read_file(const std::string& path, std::uint64_t most) {
  const InputFile file(path);
  const std::uint64_t size = file.size();
  if (size > most) fail_to_read(path, fmt::format("it has {} bytes, and at most {} are read", size, most));
  std::vector<std::uint8_t> bytes =
      within_memory([&] { return std::vector<std::uint8_t>(size); },
                    [&] { fail_to_read(path, fmt::format("its {} bytes do not fit into memory", size)); });
  file.read(0, bytes);
  return bytes;
}

OutputFile::OutputFile(std::string path, Start start) : path_(std::move(path)) {
  if (!distribution::writes()) return;
  const int flags = start == Start::empty ? O_TRUNC : O_APPEND;
  file_.reset(::open(system_path(path_), O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | flags, 0666));
  if (file_.number() < 0) fail_to_write(path_, errno);
  ::fcntl(file_.number(), F_SETFL, flags & O_APPEND);
}

void OutputFile::write(std::span<const std::uint8_t> bytes) const {
  if (file_.number() >= 0) write_all(file_, bytes, path_);
}

void write_all(const Descriptor& file, std::span<const std::uint8_t> bytes, const std::string& path) {
  const SizeSignalHeldBack held_back;
  while (!bytes.empty()) {
    const ssize_t count = ::write(file.number(), bytes.data(), bytes.size());
    if (count >= 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      fail_to_write(path, errno);
    }
  }
}

void fail_to_hold(const std::string& path) {
  throw IOError(fmt::format("The contents of the file '{}' do not fit into memory.", path));
}

void fail_to_read(const std::string& path, const std::string& reason) {
  throw IOError(fmt::format("The file '{}' cannot be read: {}.", path, reason));
}

void fail_to_write(const std::string& path, const std::string& reason) {
  throw IOError(fmt::format("The file '{}' cannot be written: {}.", path, reason));
}

void fail_to_write(const std::string& path, int error_number) {
  const std::string reason = std::generic_category().message(error_number);
  const std::string folder = std::filesystem::path(path).parent_path().string();
  std::error_code unknown;
  const bool lacks_folder =
      error_number == ENOENT && !folder.empty() && !std::filesystem::exists(folder, unknown);
  fail_to_write(path, lacks_folder ? fmt::format("{}: make the folder '{}' first", reason, folder) : reason);
}

}  // namespace keratin::saving
