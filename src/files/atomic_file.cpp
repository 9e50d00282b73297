#include "files/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <random>
#include <system_error>

#include "distribution/writes.hpp"

namespace keratin::saving {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view temporary_ending = ".tmp";
constexpr std::size_t temporary_digits = 8;

std::string random_temporary(const std::string& path) {
  return fmt::format("{}.{:0{}x}{}", path, std::random_device{}(), temporary_digits, temporary_ending);
}

/// Whether random_temporary() may have made `name` of a path that ends in `base`.
bool is_temporary_of(const std::string& base, const std::string& name) {
  if (name.size() != base.size() + 1 + temporary_digits + temporary_ending.size()) return false;
  const auto digits = name.begin() + static_cast<std::ptrdiff_t>(base.size() + 1);
  return name.starts_with(base + ".") && name.ends_with(temporary_ending) &&
         std::all_of(digits, digits + temporary_digits, [](char character) {
           return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f');
         });
}

/// Removes a temporary of this user that nobody has locked: whoever wrote it is gone.
void remove_if_abandoned(const std::string& temporary) {
  const Descriptor file(::open(temporary.c_str(), O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status {};
  if (file.number() < 0 || ::fstat(file.number(), &status) != 0) return;
  if (!S_ISREG(status.st_mode) || status.st_uid != ::geteuid()) return;
  if (::flock(file.number(), LOCK_EX | LOCK_NB) == 0) ::unlink(temporary.c_str());
}

void remove_abandoned_temporaries(const std::string& path) {
  const fs::path named(path);
  const std::string base = named.filename().string();
  std::error_code error;
  const fs::path folder = named.has_parent_path() ? named.parent_path() : fs::path(".");
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (is_temporary_of(base, entry->path().filename().string())) remove_if_abandoned(entry->path().string());
  }
}

}  // namespace

AtomicFile::AtomicFile(const std::string& path) : named_(path), path_(resolved(path)) {
  if (!distribution::writes()) return;
  check_old_file();
  remove_abandoned_temporaries(path_);
  do {
    temporary_ = random_temporary(path_);
    file_.reset(::open(temporary_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (file_.number() < 0 && errno != EEXIST) fail_to_write(named_, errno);
  } while (file_.number() < 0 || was_removed());
}

AtomicFile::~AtomicFile() {
  if (!committed_ && !temporary_.empty()) ::unlink(temporary_.c_str());
}

void AtomicFile::write(std::span<const std::uint8_t> bytes) const {
  if (!temporary_.empty()) write_all(file_, bytes, named_);
}

void AtomicFile::commit() {
  if (temporary_.empty()) return;
  if (old_mode_ && ::fchmod(file_.number(), *old_mode_ & 0777U) != 0) fail_to_write(named_, errno);
  if (::fsync(file_.number()) != 0 || ::rename(temporary_.c_str(), path_.c_str()) != 0)
    fail_to_write(named_, errno);
  committed_ = true;
  sync_folder();
}

void AtomicFile::check_old_file() {
  struct stat old {};
  if (::stat(path_.c_str(), &old) != 0) return;
  if (S_ISDIR(old.st_mode)) fail_to_write(named_, "Is a directory");
  if (!S_ISREG(old.st_mode)) fail_to_write(named_, "It is no regular file");
  if (::access(path_.c_str(), W_OK) != 0) fail_to_write(named_, errno);
  old_mode_ = old.st_mode;
}

std::string AtomicFile::resolved(const std::string& path) {
  std::error_code error, ignored;
  fs::path target = fs::canonical(system_path(path), error);
  if (!error) return target.string();
  if (fs::is_symlink(path, ignored))
    fail_to_write(path, fmt::format("It is a symbolic link that cannot be followed: {}", error.message()));
  return path;
}

bool AtomicFile::was_removed() const {
  if (::flock(file_.number(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) return true;
  struct stat status {};
  return ::fstat(file_.number(), &status) == 0 && status.st_nlink == 0;
}

void AtomicFile::sync_folder() const {
  const std::string folder = fs::path(path_).parent_path().string();
  const Descriptor opened(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.number() >= 0) ::fsync(opened.number());
}

void write_atomically(const std::string& path, std::span<const std::uint8_t> bytes) {
  AtomicFile file(path);
  file.write(bytes);
  file.commit();
}

}  // namespace keratin::saving
