#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "keratin/error.hpp"
#include "saving/atomic_file.hpp"
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
  write_atomically(folder.file("link"), Bytes{2});
  CHECK(fs::is_symlink(folder.file("link")));
  CHECK(content(folder.file("a.bin")) == Bytes{2});
  CHECK(fs::status(folder.file("a.bin")).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("write_atomically: a name left behind by a killed process is passed over") {
  const Folder folder;
  const std::string path = folder.file("a.bin");
  for (int number = 0; number < 100; ++number) {
    std::ofstream(path + "." + std::to_string(::getpid()) + "-" + std::to_string(number) + ".tmp") << "half";
  }
  write_atomically(path, Bytes{1, 2});
  CHECK(content(path) == Bytes{1, 2});
}

TEST_CASE("write_atomically: what cannot be written") {
  const Folder folder;
  check_refused(folder.file("absent/a.bin"), {1}, "No such file or directory");
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

TEST_CASE("write_atomically: without space the old file stays") {
  const Folder folder;
  const std::string path = folder.file("a.bin");
  write_atomically(path, Bytes{1});
  CHECK(testing::in_child([&] {
    const rlimit limit{100000, 100000};
    ::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &limit);
    try {
      write_atomically(path, Bytes(200000, 2));
      return false;
    } catch (const IOError& error) {
      return std::string(error.what()) == "The file '" + path + "' cannot be written: File too large.";
    }
  }));
  CHECK(content(path) == Bytes{1});
  CHECK(folder.entries() == 1);
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
}

}  // namespace keratin::saving
