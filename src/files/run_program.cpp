#include "files/run_program.hpp"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include "files/system_file.hpp"
#include "keratin/error.hpp"

namespace keratin::saving {

namespace {

/// An empty file without a name, which programs that this one runs can open too. However this one ends, the
/// file is gone then.
class NamelessFile {
 public:
  NamelessFile() {
    std::string name = (std::filesystem::temp_directory_path() / "keratin_XXXXXX").string();
    file_.reset(::mkstemp(name.data()));
    if (file_.number() < 0) throw IOError(fmt::format("The file '{}' cannot be created.", name));
    ::unlink(name.c_str());
  }

  [[nodiscard]] const Descriptor& descriptor() const { return file_; }
  [[nodiscard]] std::string path() const { return fmt::format("/dev/fd/{}", file_.number()); }

 private:
  Descriptor file_;
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
  const NamelessFile source, result;
  const std::string program = command.front();
  write_all(source.descriptor(), bytes_of(input), source.path());
  ::lseek(source.descriptor().number(), 0, SEEK_SET);  // where opening it again shares the place in it
  command.insert(command.end(), {"-o", result.path(), source.path()});
  const std::optional<int> code = run_program(command);
  if (!code)
    throw ValueError(fmt::format("{}: the program `{}` is not installed. {}", context, program, advice));
  if (*code != 0)
    throw IOError(fmt::format("{}: the program `{}` ended with code {}.", context, program, *code));
  return read_file(result.path());
}

}  // namespace keratin::saving
