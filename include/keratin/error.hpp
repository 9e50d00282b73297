#pragma once

#include <stdexcept>

namespace keratin {

/// A user's mistake: a wrong argument, shape, name or order of calls. The text says which layer, what was
/// expected, what was received and how to put it right.
class ValueError : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// A file that cannot be read or written, or is damaged. The text gives the file's name and the reason.
class IOError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace keratin
