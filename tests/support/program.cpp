#include "support/program.hpp"

#include <spawn.h>
#include <unistd.h>

#include "files/run_program.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"

namespace keratin::testing {

int run_keratin_bare(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), KERATIN_PROGRAM);
  const std::optional<int> code = saving::run_program(arguments);
  REQUIRE(code.has_value());
  return *code;
}

pid_t start_keratin(const std::vector<std::string>& arguments) {
  std::vector<char*> words = {const_cast<char*>(KERATIN_PROGRAM)};
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  pid_t process = 0;
  REQUIRE(::posix_spawn(&process, KERATIN_PROGRAM, nullptr, nullptr, words.data(), environ) == 0);
  return process;
}

Ended run_keratin(const std::vector<std::string>& arguments) {
  Ended ended;
  ended.errors = capture(STDERR_FILENO, [&] {
    ended.output = capture_stdout([&] { ended.code = run_keratin_bare(arguments); });
  });
  return ended;
}

}  // namespace keratin::testing
