#include "callbacks/messages.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "printable.hpp"

namespace keratin::callbacks {

void print_message(const std::string& message) {
  std::fwrite(message.data(), 1, message.size(), stdout);
  std::fputc('\n', stdout);
  std::fflush(stdout);
}

void warn(const std::string& message) {
  std::fflush(stdout);
  print_note("Warning: " + message);
}

std::string python_number(double value) {
  std::string text = fmt::format("{}", value);
  const bool is_whole = text.find_first_not_of("-0123456789") == std::string::npos;
  return is_whole ? text + ".0" : text;
}

}  // namespace keratin::callbacks
