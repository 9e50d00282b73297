#include "keratin/error.hpp"

#include <cstdio>
#include <iostream>

#include "printable.hpp"

namespace keratin {

namespace {

/// An error's text. What was printed before it comes out now: if nobody catches the error, it would be lost.
std::string text_of(const std::string& message) {
  try {
    std::cout.flush();
  } catch (const std::ios_base::failure&) {  // this error says more
  }
  std::fflush(stdout);
  return printable_message(message);
}

}  // namespace

ValueError::ValueError(const std::string& message) : std::invalid_argument(text_of(message)) {}

IOError::IOError(const std::string& message) : std::runtime_error(text_of(message)) {}

}  // namespace keratin
