// What a program printed before an error is not lost, even if no one catches it.
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <iostream>

#include "keratin/error.hpp"
#include "support/catch.hpp"

namespace {

/// What a process writes to standard output that prints, makes an error and then ends without a flush.
template <class Error>
std::string printed_before() {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  std::fflush(stdout);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    std::cout << "one ";
    std::printf("two");
    const Error error("three");
    ::_exit(0);
  }
  ::close(ends[1]);
  std::string text(100, '\0');
  const ssize_t count = ::read(ends[0], text.data(), text.size());
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  return text.substr(0, static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
}

}  // namespace

TEST_CASE("An error flushes what was printed") {
  CHECK(printed_before<keratin::ValueError>() == "one two");
  CHECK(printed_before<keratin::IOError>() == "one two");
}
