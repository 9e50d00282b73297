#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "files/atomic_file.hpp"
#include "keratin/error.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/killed.hpp"

namespace keratin::saving {
namespace {

using testing::Folder;
namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;

Bytes content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Whether writing fails with this reason, the file's name before it.
void check_refused(const std::string& path, const Bytes& bytes, const std::string& reason) {
  CHECK_THROWS_AS(write_atomically(path, bytes), IOError);
  CHECK_THROWS_WITH(write_atomically(path, bytes),
                    "The file '" + path + "' cannot be written: " + reason + ".");
}

/// A file such as a process leaves that is killed while it writes the file `path`.
std::string leave_temporary(const std::string& path, const std::string& digits) {
  std::ofstream(path + "." + digits + ".tmp") << "half";
  return path + "." + digits + ".tmp";
}

}  // namespace

TEST_CASE("write_atomically: a new file, then others in its place") {
  const Folder folder;
  const std::string path = folder.file("a.bin");
  for (const Bytes& bytes : {Bytes{1, 2, 3}, Bytes(100000, 9), Bytes{}, Bytes{4}}) {
    write_atomically(path, bytes);
    CHECK(content(path) == bytes);
    CHECK(folder.entries() == 1);
  }
}

TEST_CASE("write_atomically: keeps permissions and symbolic links") {
  const Folder folder;
  write_atomically(folder.file("a.bin"), Bytes{1});
  fs::permissions(folder.file("a.bin"), fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("a.bin", folder.file("link"));
  leave_temporary(folder.file("a.bin"), "01234567");
  write_atomically(folder.file("link"), Bytes{2});
  CHECK(fs::is_symlink(folder.file("link")));
  CHECK(content(folder.file("a.bin")) == Bytes{2});
  CHECK(fs::status(folder.file("a.bin")).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(folder.entries() == 2);
}

TEST_CASE("write_atomically: a symbolic link that leads to no file stays") {
  const Folder folder;
  fs::create_symlink("absent", folder.file("dangling"));
  fs::create_symlink("loop", folder.file("loop"));
  const std::string reason = "It is a symbolic link that cannot be followed: ";
  check_refused(folder.file("dangling"), {1}, reason + "No such file or directory");
  check_refused(folder.file("loop"), {1}, reason + "Too many levels of symbolic links");
  CHECK(fs::is_symlink(folder.file("dangling")));
  CHECK(fs::is_symlink(folder.file("loop")));
  CHECK(folder.entries() == 2);
}

TEST_CASE("write_atomically: what killed processes left of this file is removed, and nothing else") {
  const Folder folder;
  const std::string path = folder.file("a.bin");
  for (const std::string digits : {"00000000", "89abcdef", "ffffffff"}) leave_temporary(path, digits);
  const std::vector<std::string> kept = {"a.bin.tmp",         "a.bin.0123456g.tmp",  "a.bin.012345678.tmp",
                                         "a.bin.0123456.tmp", "xa.bin.01234567.tmp", "b.bin.01234567.tmp"};
  for (const std::string& name : kept) std::ofstream(folder.file(name)) << "a user's";
  const std::string living = leave_temporary(path, "76543210");
  const int writer = ::open(living.c_str(), O_RDWR);
  REQUIRE(::flock(writer, LOCK_EX) == 0);
  fs::create_directory(folder.file("a.bin.00000001.tmp"));
  fs::create_symlink("a.bin.tmp", folder.file("a.bin.00000002.tmp"));
  write_atomically(path, Bytes{1, 2});
  CHECK(content(path) == Bytes{1, 2});
  for (const std::string& name : kept) CHECK(fs::exists(folder.file(name)));
  CHECK(fs::exists(living));
  CHECK(folder.entries() == static_cast<std::ptrdiff_t>(kept.size()) + 4);
  ::close(writer);
  write_atomically(path, Bytes{3});
  CHECK_FALSE(fs::exists(living));
}

TEST_CASE("write_atomically: threads and processes that write one file leave each other's temporaries") {
  const Folder folder;
  const std::string path = folder.file("a.bin");
  const auto write_often = [&](std::uint8_t value) {
    for (int i = 0; i < 50; ++i) write_atomically(path, Bytes(20000U + value, value));
  };
  const auto write_from_threads = [&](std::uint8_t first) {
    std::atomic<int> failures = 0;
    std::vector<std::thread> threads;
    for (std::uint8_t i = 0; i < 4; ++i) {
      threads.emplace_back([&, value = static_cast<std::uint8_t>(first + i)] {
        try {
          write_often(value);
        } catch (const IOError&) {
          ++failures;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    return failures == 0;
  };
  const pid_t other = ::fork();  // while no thread holds a lock that the process would wait for
  REQUIRE(other >= 0);
  if (other == 0) ::_exit(write_from_threads(4) ? 0 : 1);
  CHECK(write_from_threads(0));
  int status = 0;
  REQUIRE(::waitpid(other, &status, 0) == other);
  CHECK(status == 0);
  const Bytes bytes = content(path);
  REQUIRE_FALSE(bytes.empty());
  CHECK(bytes == Bytes(20000U + bytes[0], bytes[0]));
  CHECK(folder.entries() == 1);
}

TEST_CASE("write_atomically: what cannot be written") {
  const Folder folder;
  check_refused(folder.file("absent/a.bin"), {1},
                "No such file or directory: make the folder '" + folder.file("absent") + "' first");
  check_refused(folder.file(std::string(300, 'a')), {1}, "File name too long");
  check_refused("", {1}, "No such file or directory");
  check_refused("/dev/null", {1}, "It is no regular file");
  fs::create_directory(folder.path / "b");
  check_refused(folder.file("b"), {1}, "Is a directory");
  CHECK(folder.entries() == 1);
}

TEST_CASE("write_atomically: without permission the old file stays") {
  const Folder folder;
  write_atomically(folder.file("a.bin"), Bytes{1});
  const auto refused = [&](const std::string& reason) {
    if (::geteuid() == 0 && ::seteuid(65534) != 0) return false;  // root may write everywhere
    try {
      write_atomically(folder.file("a.bin"), Bytes{2});
      return false;
    } catch (const IOError& error) {
      return std::string(error.what()).ends_with(reason);
    }
  };
  fs::permissions(folder.path, fs::perms::others_all | fs::perms::owner_all);
  fs::permissions(folder.file("a.bin"), fs::perms::owner_read | fs::perms::others_read);
  CHECK(testing::in_child([&] { return refused("Permission denied."); }));
  fs::permissions(folder.file("a.bin"), fs::perms::all);
  fs::permissions(folder.path, fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_exec);
  CHECK(testing::in_child([&] { return refused("Permission denied."); }));
  CHECK(content(folder.file("a.bin")) == Bytes{1});
}

TEST_CASE("write_atomically: a process that is killed leaves the old file or the new one") {
  const Folder folder;
  const std::string path = folder.file("a.bin");
  std::uint8_t value = 0;
  const auto save = [&] {
    value ^= 1U;
    write_atomically(path, Bytes(100000 + value, value));
  };
  testing::kill_at_random_moments(100, save, [&] {
    const Bytes bytes = content(path);
    REQUIRE_FALSE(bytes.empty());
    CHECK(bytes.size() == 100000U + bytes[0]);
    CHECK(std::count(bytes.begin(), bytes.end(), bytes[0]) == static_cast<std::ptrdiff_t>(bytes.size()));
  });
  CHECK(folder.entries() == 1);
}

}  // namespace keratin::saving
