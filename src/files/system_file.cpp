#include "files/system_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "keratin/error.hpp"

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

OutputFile::OutputFile(std::string path, Start start) : path_(std::move(path)) {
  const int flags = start == Start::empty ? O_TRUNC : O_APPEND;
  file_.reset(::open(system_path(path_), O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | flags, 0666));
  if (file_.number() < 0) fail_to_write(path_, errno);
  ::fcntl(file_.number(), F_SETFL, flags & O_APPEND);
}

void OutputFile::write(std::span<const std::uint8_t> bytes) const {
  if (const int error_number = write_all(file_.number(), bytes); error_number != 0)
    fail_to_write(path_, error_number);
}

int write_all(int descriptor, std::span<const std::uint8_t> bytes) {
  const SizeSignalHeldBack held_back;
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count >= 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

void fail_to_hold(const std::string& path) {
  throw IOError(fmt::format("The contents of the file '{}' do not fit into memory.", path));
}

void fail_to_write(const std::string& path, const std::string& reason) {
  throw IOError(fmt::format("The file '{}' cannot be written: {}.", path, reason));
}

void fail_to_write(const std::string& path, int error_number) {
  fail_to_write(path, std::generic_category().message(error_number));
}

}  // namespace keratin::saving
