#include "files/run_program.hpp"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "files/atomic_file.hpp"
#include "keratin/error.hpp"

namespace keratin::saving {

namespace {

/// A folder of its own that is gone afterwards.
class TemporaryFolder {
 public:
  TemporaryFolder() : path_((std::filesystem::temp_directory_path() / "keratin_XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr)
      throw IOError(fmt::format("The folder '{}' cannot be made.", path_));
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace

std::optional<int> run_program(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  pid_t process = 0;
  if (::posix_spawnp(&process, arguments[0], nullptr, nullptr, arguments.data(), environ) != 0) return {};
  int status = 0;
  while (::waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) return {};
  }
  constexpr int signalled = 128;
  return WIFEXITED(status) ? WEXITSTATUS(status) : signalled + WTERMSIG(status);
}

std::vector<std::uint8_t> converted_by(std::vector<std::string> command, const std::string& input,
                                       const std::string& context, const std::string& advice) {
  const TemporaryFolder folder;
  const std::string source = folder.file("input"), result = folder.file("output"), program = command.front();
  write_atomically(source, bytes_of(input));
  command.insert(command.end(), {"-o", result, source});
  const std::optional<int> code = run_program(command);
  if (!code)
    throw ValueError(fmt::format("{}: the program `{}` is not installed. {}", context, program, advice));
  if (*code != 0)
    throw IOError(fmt::format("{}: the program `{}` ended with code {}.", context, program, *code));
  return read_file(result);
}

}  // namespace keratin::saving
