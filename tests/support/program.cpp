#include "support/program.hpp"

#include "support/capture.hpp"
#include "support/catch.hpp"
#include "utils/run_program.hpp"

namespace keratin::testing {

int run_keratin_bare(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), KERATIN_PROGRAM);
  const std::optional<int> code = utils::run_program(arguments);
  REQUIRE(code.has_value());
  return *code;
}

Ended run_keratin(const std::vector<std::string>& arguments) {
  Ended ended;
  ended.errors = capture(STDERR_FILENO, [&] {
    ended.output = capture_stdout([&] { ended.code = run_keratin_bare(arguments); });
  });
  return ended;
}

}  // namespace keratin::testing
